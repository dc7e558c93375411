import { type Condition } from '@openvcloud/contract/src/filter';
import { type JobsTarget } from './jobsTarget';
import {
  changeFilter,
  changeLimit,
  changeSearch,
  changeSort,
  clearFilters,
  defaultState,
  readListState,
  toQueryChanges,
  type ListState,
} from './listState';

const OF_QUERY: Condition = { field: 'queue', operator: '=', values: ['$queue'] };
const STATE: Condition = { field: 'state', operator: 'in', values: ['ERROR', 'TIMEOUT'] };
const CMD: Condition = { field: 'cmd', operator: 'contains', values: ['disk'] };
const TARGET: JobsTarget = { refId: 'A', search: 'sda', sort: 'cmd', limit: 25, filters: [OF_QUERY] };

const DEFAULTS = defaultState({ refId: 'A' }, 0);
const with_ = (changes: Partial<ListState>): ListState => ({ ...DEFAULTS, ...changes });

describe('defaultState', () => {
  it("is what the panel's query says", () => {
    expect(defaultState(TARGET, 0)).toEqual({
      search: 'sda',
      sort: 'cmd',
      filters: [],
      unreadable: [],
      limit: 25,
      faults: [],
    });
  });

  it.each([undefined, { refId: 'A' }, { refId: 'A', sort: '', search: '', limit: 0 }])(
    'is the newest hundred jobs for %j',
    (target) => {
      expect(defaultState(target, 0)).toEqual({
        search: '',
        sort: '-timeCreate',
        filters: [],
        unreadable: [],
        limit: 100,
        faults: [],
      });
    }
  );

  it("has the panel's page size before the query's", () => {
    expect(defaultState(TARGET, 50).limit).toBe(50);
  });
});

describe('readListState', () => {
  const ofQuery = defaultState(TARGET, 0);

  it('is the default where the address says nothing', () => {
    expect(readListState({}, ofQuery)).toEqual({ ...ofQuery, cursor: undefined, at: undefined, selected: undefined });
  });

  it.each<[string, Record<string, string[]>, Partial<ListState>]>([
    ['a search', { q: ['sdb'] }, { search: 'sdb' }],
    ["a cleared search, which is not the query's own", { q: [''] }, { search: '' }],
    ['a sort', { sort: ['queue'] }, { sort: 'queue' }],
    ['a sort that descends', { sort: ['-timeStart'] }, { sort: '-timeStart' }],
    ['filters', { filter: ['state|in|ERROR|TIMEOUT', 'cmd|contains|disk'] }, { filters: [STATE, CMD] }],
    ['a page size', { limit: ['10'] }, { limit: 10 }],
    ['a place in the list', { cursor: ['c2'] }, { cursor: 'c2' }],
    ['the last page', { at: ['last'] }, { at: 'last' }],
    ['a selected row', { row: ['0198'] }, { selected: '0198' }],
  ])('reads %s', (_, params, expected) => {
    expect(readListState(params, ofQuery)).toMatchObject(expected);
  });

  it.each([
    ['a field that cannot be sorted by', '-args'],
    ['a guid, which cannot be sorted by', 'guid'],
    ['a field of log lines', 'message'],
    ['a field there is not', '-colour'],
    ['what every object has', 'constructor'],
    ['two signs', '--cmd'],
    ['nothing', ''],
    ['a sign alone', '-'],
  ])("keeps the query's own sort for %s in the address", (_, sort) => {
    expect(readListState({ sort: [sort] }, ofQuery).sort).toBe('cmd');
  });

  it.each([
    ['1', 1],
    ['1000', 1000],
    ['0', 25],
    ['1001', 25],
    ['-5', 25],
    ['2.5', 25],
    ['many', 25],
    ['', 25],
  ])('of the page size %p makes %d', (limit, expected) => {
    expect(readListState({ limit: [limit] }, ofQuery).limit).toBe(expected);
  });

  it('knows no other end than the last', () => {
    expect(readListState({ at: ['first'] }, ofQuery).at).toBeUndefined();
  });

  it('keeps a filter that no cell can show, for the controller to refuse it', () => {
    const state = readListState({ filter: ['colour|=|red', 'cmd|contains|disk', 'nid|=|x'] }, ofQuery);
    expect(state).toMatchObject({ filters: [CMD], unreadable: ['colour|=|red', 'nid|=|x'] });
    expect(toQueryChanges(state, TARGET)).toMatchObject({
      typed: { filters: ['cmd|contains|disk', 'colour|=|red', 'nid|=|x'] },
    });
    expect(changeFilter(state, 'colour', undefined).filter).toEqual(['cmd|contains|disk', 'nid|=|x']);
  });

  it.each([
    [{ sort: ['-args'] }, /^“sort=-args” in this address was left out: expected one of id, .*"-" in front/],
    [{ limit: ['many'] }, /^“limit=many” .* left out: expected a whole number from 1 to 1000\.$/],
    [{ at: ['first'] }, /^“at=first” .* left out: expected last\.$/],
    [{ colour: ['red'] }, /^“colour” in this address was left out: expected one of q, sort, filter, /],
    [{ q: ['a', 'b'] }, /^“q” is in this address 2 times: the first is taken\.$/],
  ])('says what of %j it leaves out', (params, words) => {
    expect(readListState(params, ofQuery).faults).toEqual([expect.stringMatching(words)]);
  });
});

describe('toQueryChanges', () => {
  const own = defaultState(TARGET, 0);

  it("is nothing where the viewer sees what the panel's query answers", () => {
    expect(toQueryChanges(own, TARGET)).toBeUndefined();
    expect(toQueryChanges(DEFAULTS, undefined)).toBeUndefined();
  });

  it.each<[string, Partial<ListState>]>([
    ['a selected row', { selected: '0198' }],
    ['a fault of the address', { faults: ['x'] }],
  ])('is nothing with %s', (_, changes) => {
    expect(toQueryChanges({ ...own, ...changes }, TARGET)).toBeUndefined();
  });

  it.each<[string, Partial<ListState>, object]>([
    ['another search', { search: 'sdb' }, { typed: { search: 'sdb', filters: [] }, sort: 'cmd', limit: 25 }],
    ['no search', { search: '' }, { typed: { search: '', filters: [] } }],
    ['another sort', { sort: '-cmd' }, { sort: '-cmd', typed: { search: 'sda', filters: [] } }],
    ['another page size', { limit: 50 }, { limit: 50 }],
    ['a place in the list', { cursor: 'c2' }, { cursor: 'c2', at: undefined }],
    ['the last page', { at: 'last' }, { cursor: undefined, at: 'last' }],
    ['a place, which tells more than an end', { cursor: 'c2', at: 'last' }, { cursor: 'c2', at: undefined }],
    [
      "a filter, beside the query's own search",
      { filters: [STATE] },
      { typed: { search: 'sda', filters: ['state|in|ERROR|TIMEOUT'] } },
    ],
  ])('has %s, and leaves the conditions of the query to it', (_, changes, expected) => {
    const asked = toQueryChanges({ ...own, ...changes }, TARGET);
    expect(asked).toMatchObject(expected);
    expect(asked).not.toHaveProperty('filters');
  });

  it("has the panel's page size where that is not the query's", () => {
    expect(toQueryChanges(defaultState(TARGET, 50), TARGET)).toMatchObject({ limit: 50 });
  });
});

describe('what a viewer does', () => {
  const FIRST_PAGE = { cursor: undefined, at: undefined };
  const [encodedState, encodedCmd] = ['state|in|ERROR|TIMEOUT', 'cmd|contains|disk'];

  it.each([
    ['filters', changeFilter(DEFAULTS, 'state', STATE), { ...FIRST_PAGE, filter: [encodedState] }],
    [
      'filters one more column',
      changeFilter(with_({ filters: [STATE] }), 'cmd', CMD),
      { ...FIRST_PAGE, filter: [encodedState, encodedCmd] },
    ],
    [
      'filters a column otherwise, whose condition then is the last',
      changeFilter(with_({ filters: [STATE, CMD] }), 'state', { ...STATE, operator: '=', values: ['a|b\\'] }),
      { ...FIRST_PAGE, filter: [encodedCmd, 'state|=|a\\|b\\\\'] },
    ],
    [
      'ends a filter',
      changeFilter(with_({ filters: [STATE, CMD] }), 'state', undefined),
      { ...FIRST_PAGE, filter: [encodedCmd] },
    ],
    ['searches', changeSearch('sdb', DEFAULTS), { ...FIRST_PAGE, q: ['sdb'] }],
    ['searches what the query does', changeSearch('sda', with_({ search: 'sda' })), { ...FIRST_PAGE, q: undefined }],
    ["clears the query's own search", changeSearch('', with_({ search: 'sda' })), { ...FIRST_PAGE, q: [''] }],
    ['sorts', changeSort('cmd', DEFAULTS), { ...FIRST_PAGE, sort: ['cmd'] }],
    ['sorts as the query does', changeSort('-timeCreate', DEFAULTS), { ...FIRST_PAGE, sort: undefined }],
    ['wants more on a page', changeLimit(500, DEFAULTS), { ...FIRST_PAGE, limit: ['500'] }],
    ['wants as much as the query', changeLimit(100, DEFAULTS), { ...FIRST_PAGE, limit: undefined }],
    ['clears all', clearFilters(DEFAULTS), { ...FIRST_PAGE, q: undefined, filter: undefined }],
    [
      "clears all, the query's search included",
      clearFilters(with_({ search: 'sda' })),
      { ...FIRST_PAGE, q: [''], filter: undefined },
    ],
  ])('%s, and is on the first page', (_, changes, expected) => {
    expect(changes).toEqual(expected);
  });
});
