import { JOB_FIELDS } from '@openvcloud/contract';
import { makePartitions } from '../database/partitions';
import { createTestDatabase, type TestDatabase } from '../testing/database';
import { copyJobs, generateJobs, seededRandom } from '../testing/seed';
import type { SeededJob } from '../testing/seededJob';
import { JOB_COLUMNS } from '../query/jobColumns';
import { jobConditions } from '../query/jobFilters';
import { jobSource } from '../query/jobSource';
import { jobQuestion, type WireJobQuestion } from '../query/question';
import { jobRows, listJobs, type JobListRequest } from './jobs';
import { collect, readInOrder } from '../lists/readRows';
import { Parameters, where } from '../database/parameters';

// A busy machine may be slow; a hang is still found.
jest.setTimeout(120_000);

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const NOW = Date.UTC(2025, 4, 20, 15);
const { signal } = new AbortController();

/** Bursts with days of nothing between them; some jobs run for days, and clocks ahead make some of tomorrow. */
function* jobsOfMonths(): Generator<SeededJob> {
  const random = seededRandom(21);
  for (const [index, daysAgo] of [61, 60.2, 33, 12, 11.9, 3, 1.1, 0.4, 0.01, -0.7].entries()) {
    const from = NOW - daysAgo * DAY_MS;
    for (const job of generateJobs({ count: 60, from, to: from + HOUR_MS, seed: index + 1 })) {
      const isLong = job.time_stop !== null && random() < 0.1;
      yield isLong ? { ...job, time_stop: (job.time_stop ?? 0) + Math.floor(random() * 5 * DAY_MS) } : job;
    }
  }
}

const FILTERS = [
  [],
  ['state|=|ERROR'],
  ['state|!=|OK'],
  ['cmd|contains|DISK_'],
  ['cmd|regex|_[0-4]$', 'queue|not in|io|process'],
  ['nodeName|not contains|node1'],
  ['nodeName|!=|'],
  ['nodeName|regex|^$'],
  ['organization|contains|nobody'],
  ['args|contains|/data/5'],
  ['errorSignature|!=|', 'runMs|range|1000|'],
  ['waitMs|range|30000|'],
  ['runMs|range|1000|', 'cmd|contains|check'],
  ['tags|=|case-3'],
  ['tags|not contains|case'],
  ['cmd|=|vm_check_3'],
  ['cmd|=|vm_check_3', 'queue|in|io|process'],
  ['nodeName|=|node1', 'cmd|contains|check', 'state|!=|OK'],
  ['gid|!=|1'],
  ['state|in|OK|RUNNING', 'source|!=|controller'],
  [`timeStart|range|${NOW - 13 * DAY_MS}|${NOW - 2.5 * DAY_MS}`],
  [`timeStop|range||${NOW - DAY_MS}`, `timeStart|range|${NOW - 40 * DAY_MS}|`],
  [`timeStop|range|${NOW}|`, `timeStart|range||${NOW - 40 * DAY_MS}`],
] as const;
type ListRequest = Omit<JobListRequest, 'question'> & WireJobQuestion;
const SORTS = [
  '-timeCreate',
  'timeCreate',
  'cmd',
  '-runMs',
  '-waitMs',
  'waitMs',
  'resultPreview',
  '-state',
  'nid',
  '-timeStop',
  'queue',
  '-nodeName',
  '-errorType',
] as const;

describe('the list of jobs', () => {
  let test: TestDatabase;
  beforeAll(async () => {
    test = await createTestDatabase();
    await makePartitions(test.database, NOW, { daysBack: 12 });
    await copyJobs(test.database, jobsOfMonths());
    await makePartitions(test.database, NOW);
  });
  afterAll(() => test.drop());

  const list = (request: ListRequest, limit: number, budgetMs?: number) =>
    listJobs(test.database, { count: false, ...request, question: jobQuestion(request) }, limit, NOW, signal, budgetMs);

  /** All pages, one after the other. */
  const readAll = async (request: ListRequest, limit: number, budgetMs?: number) => {
    const isBackward = request.at === 'last';
    const found: string[] = [];
    let page = await list(request, limit, budgetMs);
    let pages = 1;
    for (; ; pages++) {
      const guids = page.items.map(({ guid }) => guid);
      found.splice(isBackward ? 0 : found.length, 0, ...guids);
      const cursor = isBackward ? page.page.prev : page.page.next;
      if (cursor === null) {
        return { found, pages };
      }
      expect(guids.length === limit || page.coverage.isCut).toBe(true);
      page = await list({ ...request, at: undefined, cursor }, limit, budgetMs);
    }
  };

  /** The same question in one plain statement. */
  const inOneGo = async ({ sort = '-timeCreate', ...selection }: ListRequest) => {
    const parameters = new Parameters();
    const field = Object.keys(JOB_FIELDS).find((name) => name === sort.replace('-', ''));
    const column =
      field === 'resultPreview'
        ? 'result_preview'
        : Object.entries(JOB_COLUMNS).find(([name]) => name === field)?.[1].sql;
    const direction = sort.startsWith('-') ? 'desc nulls last' : 'asc nulls first';
    const order = [column, 'time_create', 'guid'].map((one) => `${one} ${direction}`).join(', ');
    const asked = jobQuestion(selection);
    const rows = await test.database.read<{ guid: string }>({
      text: `select guid from ${jobSource(asked, NOW, sort)} ${where(jobConditions(asked, parameters))} order by ${order}`,
      values: parameters.values,
    });
    return rows.map(({ guid }) => guid);
  };

  it('has every job that matches once, in order, whatever is asked: any filter, sort, range of any time, either way', async () => {
    const random = seededRandom(5);
    const pick = <Item>(items: readonly Item[]) => items[Math.floor(random() * items.length)];
    let matched = 0;
    for (let round = 0; round < 80; round++) {
      const from = Math.floor(NOW - random() * 65 * DAY_MS);
      const range = pick([{}, { from }, { to: from }, { from, to: Math.floor(from + random() * 20 * DAY_MS) }]);
      const request: ListRequest = {
        filter: pick(FILTERS),
        sort: pick(SORTS),
        timeField: pick(['timeCreate', 'timeStart', 'timeStop'] as const),
        ...(random() < 0.2 ? { q: 'ValueError' } : {}),
        ...range,
      };
      const expected = await inOneGo(request);
      matched += expected.length;
      const at = random() < 0.4 ? 'last' : undefined;
      const { found } = await readAll({ ...request, at }, 1 + Math.floor(random() * 200));
      expect({ request, at, found }).toEqual({ request, at, found: expected });
    }
    expect(matched).toBeGreaterThan(2_000);
  });

  it('out of time says how far it came and goes on from there, to the same jobs', async () => {
    for (const sort of ['-timeCreate', 'timeCreate']) {
      for (const at of ['first', 'last'] as const) {
        const request: ListRequest = { filter: ['args|contains|/data/5'], sort, from: NOW - 0.45 * DAY_MS };
        const { found, pages } = await readAll({ ...request, at }, 100, 0);
        expect(found).toEqual(await inOneGo(request));
        expect(pages).toBeGreaterThan(3);
      }
    }
    const first = await list({ filter: ['args|contains|no such'], count: true }, 100, 0);
    expect(first).toMatchObject({ items: [], total: { value: 0, relation: 'gte' }, coverage: { isCut: true } });
    expect(first.coverage.notice).toMatch(/all jobs, had time up to 2025-05-20.*page\.next/);
  });

  it('out of time says how far it came also where the order does not begin with the time, but all are the same in it', async () => {
    const filter = ['nodeName|=|node1', 'args|not contains|nowhere'];
    const request = { filter, sort: '-nid', from: NOW - 0.45 * DAY_MS };
    const first = await list(request, 1_000, 0);
    expect(first.coverage).toMatchObject({
      isCut: true,
      plan: expect.stringMatching(/^windows of time.*all have the same/),
    });
    expect(first.coverage.notice).toMatch(/had time up to 2025-/);
    expect((await readAll(request, 1_000, 0)).found).toEqual(await inOneGo(request));
  });

  it('finds nothing at once where the kept counts know that nothing has such a value', async () => {
    const read = jest.spyOn(test.database, 'read');
    const none = await list({ filter: ['organization|contains|nobody'], count: true }, 100);
    expect(none).toMatchObject({ items: [], total: { value: 0, relation: 'eq' }, coverage: { isCut: false } });
    const texts = read.mock.calls.map(([{ text }]) => text);
    expect(texts.filter((text) => text.includes('organization ilike') && text.includes('from jobs '))).toEqual([]);
    read.mockRestore();
  });

  it('is the same when its jobs are found first and sorted then', async () => {
    for (const sort of SORTS) {
      const rows = jobRows(jobQuestion({ filter: ['state|!=|OK'] }), NOW, sort);
      for (const isForward of [true, false]) {
        const whole = await readInOrder(test.database, rows, { isForward, key: null, count: 1_000 }, {}, {});
        expect(whole.rows.length).toBeGreaterThan(50);
        for (const place of [0, 7, 30, whole.rows.length - 2]) {
          const reading = { isForward, key: whole.rows[place]?.key ?? null, count: 20 };
          const found = await collect(test.database, rows, reading, {});
          const keys = (rows: typeof whole.rows) => rows.map(({ key }) => key);
          expect(keys(found.rows)).toEqual(keys(whole.rows.slice(place + 1, place + 21)));
        }
      }
    }
  });

  it('by a field that is the same in all of them is by time', async () => {
    const read = jest.spyOn(test.database, 'read');
    const { items } = await list({ filter: ['queue|=|io'], sort: 'queue' }, 10);
    expect(items).toEqual((await list({ filter: ['queue|=|io'], sort: 'timeCreate' }, 10)).items);
    expect(read.mock.calls.some(([{ text }]) => text.includes('order by queue'))).toBe(false);
    read.mockRestore();
  });
});
