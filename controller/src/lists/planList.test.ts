import { JOB_FIELDS } from '@openvcloud/contract';
import { fixedFields, mayBeFew, isSearch } from '../query/jobFilters';
import { jobOrder } from '../query/jobSort';
import { jobQuestion } from '../query/question';
import type { Key, Order } from '../query/keyset';
import { planList, type ByWindows, type BySlices, type List, type ListFacts, type ListPlan } from './planList';

const WINDOWS: ByWindows = {
  by: 'windows',
  timeColumn: 'time_create',
  days: 'jobs_done',
  range: { from: 1, to: 2 },
  now: 3,
  indexed: [{ from: 4, to: 5, isPart: true }],
};
const SLICES: BySlices = {
  by: 'slices',
  scope: () => [],
  isOneJob: true,
  indexed: () => Promise.resolve([]),
};
const START = { isForward: true, key: null };

interface Asked {
  sort?: string;
  filter?: string[];
  q?: string;
  /** What the kept counts know: all jobs that match have this in what they are sorted by. */
  sortedBy?: Key[number];
  isFew?: boolean;
  key?: Key;
  isForward?: boolean;
  /** Of an export: it has no pages that could end early. */
  isExport?: boolean;
}

/** As the list of jobs asks. */
function planJobs({ sort = '-timeCreate', filter = [], q = '', isFew = false, ...asked }: Asked): ListPlan {
  const question = jobQuestion({ filter, q });
  const list: List = {
    from: 'jobs',
    columns: '',
    conditions: () => [],
    order: jobOrder(sort, fixedFields(question)),
    facts: {
      isNarrowed: filter.length > 0 || q !== '',
      isSearch: isSearch(question),
      mayBeFew: mayBeFew(question),
      ...(asked.isExport === true ? {} : { steps: WINDOWS }),
      ...(asked.sortedBy === undefined ? {} : { sortedBy: asked.sortedBy }),
    },
  };
  return planList(list, { isForward: asked.isForward ?? true, key: asked.key ?? null }, isFew);
}

function planLines(facts: Partial<ListFacts>, isDescending = false, page = START): ListPlan {
  const order: Order = {
    name: 'lines',
    isDescending,
    columns: [{ sql: 'time', type: 'bigint', isNullable: false }],
  };
  const known = { isNarrowed: false, isSearch: false, mayBeFew: false, steps: SLICES, ...facts };
  return planList({ from: 'log_lines', columns: '', conditions: () => [], order, facts: known }, page, false);
}

const NEWEST = 'windows of time, the newest first: sorted by it';
const OLDEST = 'windows of time, the oldest first: sorted by it';
const SAME = 'windows of time, the newest first: all have the same in what they are sorted by';
const SAME_UP = 'windows of time, the oldest first: all have the same in what they are sorted by';
const WALK = 'the index of its order: every row of it is one of the list';
const TRY =
  'the index of its order for 100 ms, then what matches found first and sorted: it may stand far in this order';
const COLLECT = 'what matches found first, then sorted: it is at most a thousand rows';

describe('the plan of a list of jobs', () => {
  it.each<[string, Asked, ListPlan['way'], string]>([
    ['all', {}, 'windows', NEWEST],
    ['all, the oldest first', { sort: 'timeCreate' }, 'windows', OLDEST],
    ['all, the last page', { isForward: false }, 'windows', OLDEST],
    ['the last page of the oldest first', { sort: 'timeCreate', isForward: false }, 'windows', NEWEST],
    ['errors', { filter: ['state|=|ERROR'] }, 'windows', NEWEST],
    ['a text', { q: 'xylophone' }, 'windows', NEWEST],
    ['a text that nobody has, by command', { q: 'xylophone', sort: 'cmd' }, 'walk', TRY],
    ['all, by command', { sort: 'cmd' }, 'walk', WALK],
    ['all, by end', { sort: '-timeStop' }, 'walk', WALK],
    ['errors by result', { filter: ['state|=|ERROR'], sort: '-resultPreview' }, 'walk', TRY],
    ['a command by queue', { filter: ['cmd|=|a'], sort: 'queue' }, 'walk', TRY],
    ['a command, of one queue, by queue', { filter: ['cmd|=|a'], sort: 'queue', sortedBy: 'io' }, 'windows', SAME_UP],
    ['a node by name, of one nid', { filter: ['nodeName|=|a'], sort: '-nid', sortedBy: 7 }, 'windows', SAME],
    ['of no node at all, by nid', { filter: ['nodeName|=|'], sort: '-nid', sortedBy: null }, 'windows', SAME],
    ['a queue by queue', { filter: ['queue|=|io'], sort: '-queue' }, 'windows', NEWEST],
    ['OK jobs by error type', { filter: ['state|=|OK'], sort: '-errorType' }, 'windows', NEWEST],
    ['a tag that few have', { filter: ['tags|=|case-3'], isFew: true }, 'collect', COLLECT],
    ['a tag that many have', { filter: ['tags|=|case-3'] }, 'windows', NEWEST],
    ['a tag that few have, by run', { filter: ['tags|=|x'], sort: '-runMs', isFew: true }, 'collect', COLLECT],
    ['an export', { isExport: true }, 'walk', WALK],
    ['an export of a filter', { isExport: true, filter: ['state|=|OK'] }, 'walk', TRY],
    ['an export of few', { isExport: true, filter: ['tags|=|x'], isFew: true }, 'collect', COLLECT],
  ])('%s', (_, asked, way, because) => {
    expect(planJobs(asked)).toMatchObject({ way, because });
  });

  it('by windows has the order by creation, and says what stands before it in the one that was asked for', () => {
    const { by: _by, timeColumn: _timeColumn, ...how } = WINDOWS;
    const plan = planJobs({ filter: ['cmd|=|a'], sort: 'queue', sortedBy: 'io' });
    expect(plan).toEqual({
      ...how,
      way: 'windows',
      because: SAME_UP,
      order: { name: 'queue', isDescending: false, columns: jobOrder('queue', new Set(['queue'])).columns },
      prefix: ['io'],
    });
    expect(planJobs({})).toEqual({
      ...how,
      way: 'windows',
      because: NEWEST,
      order: jobOrder('-timeCreate'),
      prefix: [],
    });
  });

  it('goes on by windows only from a place of jobs that are still all the same', () => {
    const same = { filter: ['cmd|=|a'], sort: 'queue', sortedBy: 'io' };
    expect(planJobs({ ...same, key: ['io', 5, 'guid'] }).way).toBe('windows');
    expect(planJobs({ ...same, key: ['process', 5, 'guid'] }).way).toBe('walk');
  });

  it('reads rows without a value and those with one at once where the former come first and are few', () => {
    const both = (sort: string, isForward: boolean) => planJobs({ sort, isForward });
    expect(both('timeStop', true)).toMatchObject({ beginsWithFew: true });
    expect(both('-timeStop', true)).toMatchObject({ beginsWithFew: false });
    expect(both('-timeStop', false)).toMatchObject({ beginsWithFew: true });
    expect(both('errorType', true)).toMatchObject({ beginsWithFew: false });
  });

  it('has a way and a reason for every field that jobs can be sorted by', () => {
    for (const [name, { isSortable }] of Object.entries(JOB_FIELDS)) {
      if (isSortable) {
        expect(planJobs({ sort: name }).because).toBe(name === 'timeCreate' ? OLDEST : WALK);
      }
    }
  });

  it('gives a walk no patience where there is no better way, and 100 ms where there is', () => {
    expect(planJobs({ sort: 'cmd' })).toMatchObject({ patienceMs: null, leastRead: 0 });
    expect(planJobs({ sort: 'cmd', q: 'a' })).toMatchObject({ patienceMs: 100, leastRead: 0 });
  });
});

describe('the plan of a list of log lines', () => {
  const SLICED = ', and the text indexes if it proves rare: not every line read is one of the list';

  it.each<[string, Partial<ListFacts>, boolean, ListPlan['way'], string]>([
    ['of one job', { leastRead: 50 }, false, 'walk', WALK],
    ['of all', {}, true, 'walk', WALK],
    ['with a text', { isSearch: true }, false, 'slices', `slices of lines, the oldest first${SLICED}`],
    ['with a text, newest first', { isSearch: true }, true, 'slices', `slices of lines, the newest first${SLICED}`],
    [
      'of a level, which no index knows',
      { isSearch: true, steps: { ...SLICES, indexed: null } },
      true,
      'slices',
      'slices of lines, the newest first: not every line read is one of the list',
    ],
  ])('%s', (_, facts, isDescending, way, because) => {
    expect(planLines(facts, isDescending)).toMatchObject({ way, because });
  });

  it('reads more lines than are wanted where so few would lead PostgreSQL astray', () => {
    expect(planLines({ leastRead: 50 })).toEqual({
      way: 'walk',
      because: WALK,
      leastRead: 50,
      beginsWithFew: false,
      patienceMs: null,
    });
  });

  it('by slices knows what bounds them, and where a text can be looked up', () => {
    const { by: _by, ...how } = SLICES;
    expect(planLines({ isSearch: true })).toEqual({ ...how, way: 'slices', because: expect.any(String) });
  });
});
