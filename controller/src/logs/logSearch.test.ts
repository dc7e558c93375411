import { pino } from 'pino';
import { makePartitions } from '../database/partitions';
import { createTestDatabase, type TestDatabase } from '../testing/database';
import { indexedRanges } from '../lists/indexedRanges';
import { logQuestion, type WireQuestion } from '../query/question';
import { listLogs, type LogListRequest } from './logs';
import { TEXTS } from '../lists/missingTextIndexes';
import { TextIndexes } from '../lists/textIndexes';

// A busy machine may be slow; a hang is still found.
jest.setTimeout(120_000);

const NOW = Date.UTC(2025, 2, 10, 12);
const DAY_MS = 86_400_000;
const START = NOW - 1.7 * DAY_MS;
const LINES = 60_000;
/** One job's lines go on past midnight. */
const EVERY_MS = 1_000;
const LONG = { gid: 1, guid: 'long' };
const { signal } = new AbortController();
type ListRequest = Omit<LogListRequest, 'question'> & WireQuestion;

describe('log lines', () => {
  let test: TestDatabase;
  beforeAll(async () => {
    test = await createTestDatabase();
    await makePartitions(test.database, NOW, { daysBack: 3 });
    await test.database.query({
      text: `insert into log_lines (gid, time, job_guid, seq, level, app_name, category, message, nid, organization, cmd)
             select 1, $1::bigint + n * $3::bigint, job, n, 1 + n % 9, 'script', 'stdout',
               'line ' || n || case when n % 5 = 0 then ' heartbeat' else '' end || case when n % 13000 = 0 then ' split-brain' else '' end
               || case when job = 'other' then ' elsewhere' else '' end,
               1, 'o', 'c'
             from generate_series(1, $2::int) n, unnest('{long,other}'::text[]) job`,
      values: [START, LINES, EVERY_MS],
    });
  });
  afterAll(() => test.drop());

  const list = (request: ListRequest, job: typeof LONG | null = LONG, budgetMs?: number) =>
    listLogs(test.database, { ...request, question: logQuestion(request) }, job, 100, NOW, signal, budgetMs);
  /** Goes on by cursor to the end; answers every line found. */
  const searchAll = async (request: ListRequest, job: typeof LONG | null, budgetMs?: number) => {
    const found: string[] = [];
    let page = await list(request, job, budgetMs);
    let pages = 1;
    for (; ; pages++) {
      found.push(...page.items.map(({ jobGuid, seq }) => `${jobGuid}-${seq}`));
      if (page.page.next === null) {
        return { found, pages };
      }
      page = await list({ ...request, cursor: page.page.next }, job, budgetMs);
    }
  };
  const split = [13_000, 26_000, 39_000, 52_000];

  const searches = () => {
    it('finds every line once, in the order of the list, both ways and over all jobs', async () => {
      const { found } = await searchAll({ q: 'SPLIT-brain' }, LONG);
      expect(found).toEqual(split.map((seq) => `long-${seq}`));
      const backward = await searchAll({ q: 'split-brain', direction: 'backward' }, LONG);
      expect(backward.found).toEqual([...found].reverse());
      const all = await searchAll({ q: 'split-brain' }, null);
      expect(all.found).toEqual([...split].reverse().flatMap((seq) => [`other-${seq}`, `long-${seq}`]));
    });

    it('tells an absent text from a common one, with exact totals where the end was reached', async () => {
      expect(await list({ q: 'elsewhere' })).toMatchObject({ items: [], total: { value: 0, relation: 'eq' } });
      const common = await list({ q: 'heartbeat' });
      expect(common.items.map(({ seq }) => seq)).toEqual(Array.from({ length: 100 }, (_, index) => (index + 1) * 5));
      expect(common.total).toEqual({ value: 10_000, relation: 'gte' });
      expect(common.coverage.isCut).toBe(false);
    });

    it('keeps to filters and the time range', async () => {
      const request = { q: 'split-brain', filter: ['level|=|5'], from: START, to: START + 50_000 * EVERY_MS };
      const expected = split.filter((seq) => seq % 9 === 4 && seq < 50_000);
      expect((await searchAll(request, LONG)).found).toEqual(expected.map((seq) => `long-${seq}`));
    });

    it('out of time it says how far it came and goes on from there, to the same lines', async () => {
      const first = await list({ q: 'split-brain' }, LONG, 0);
      expect(first).toMatchObject({ items: [], total: { relation: 'gte' }, coverage: { isCut: true } });
      expect(first.coverage.notice).toMatch(/time up to 2025-03-0\dT.*page\.next/);
      for (const [request, job] of [
        [{ q: 'split-brain' }, LONG],
        [{ q: 'split-brain', direction: 'backward' }, LONG],
        [{ q: 'split-brain' }, null],
      ] as const) {
        const { found, pages } = await searchAll(request, job, 0);
        expect(pages).toBeGreaterThan(5);
        expect(found).toEqual((await searchAll(request, job)).found);
      }
    });

    it('from the end it finds the last lines first, and a page out of time leads on to earlier ones', async () => {
      const { items } = await list({ q: 'split-brain', at: 'last' });
      expect(items.map(({ seq }) => seq)).toEqual(split);
      const cut = await list({ q: 'split-brain', at: 'last' }, LONG, 0);
      expect(cut).toMatchObject({ items: [], page: { next: null }, coverage: { isCut: true } });
      expect(cut.coverage.notice).toContain('page.prev');
      const before = await list({ q: 'split-brain', cursor: cut.page.prev ?? '' });
      expect(before.items.map(({ seq }) => seq)).toEqual(split);
    });
  };

  it('a log opens at a line by its number or its time, and goes on both ways from there', async () => {
    for (const seq of [1, 2, 31_234, LINES]) {
      for (const start of [{ startSeq: seq }, { startTime: START + seq * EVERY_MS }]) {
        const { items, page } = await list(start);
        expect(items.map((line) => line.seq)).toEqual(
          Array.from({ length: Math.min(100, LINES - seq + 1) }, (_, index) => seq + index)
        );
        const before = await list({ cursor: page.prev ?? '' });
        expect(before.items.at(-1)?.seq).toBe(seq === 1 ? undefined : seq - 1);
        const backward = await list({ ...start, direction: 'backward' });
        expect(backward.items[0]?.seq).toBe(seq);
      }
    }
  });

  it.each([LONG, null])('newest first go on over several pages, each line once, and back: of %j', async (job) => {
    const newest = { direction: 'backward' } as const;
    const pages = [await list(newest, job)];
    for (let more = 0; more < 3; more++) {
      pages.push(await list({ ...newest, cursor: pages.at(-1)?.page.next ?? '' }, job));
    }
    const seqs = (page: (typeof pages)[number]) => page.items.map(({ jobGuid, seq }) => `${jobGuid}-${seq}`);
    const jobs = job === null ? ['other', 'long'] : ['long'];
    const lines = Array.from({ length: 400 / jobs.length }, (_, index) => LINES - index);
    expect(pages.flatMap(seqs)).toEqual(lines.flatMap((seq) => jobs.map((guid) => `${guid}-${seq}`)));
    expect(pages[0]?.page).toMatchObject({ prev: null, offset: 0 });
    for (let before = 3; before > 0; before--) {
      const back = await list({ ...newest, cursor: pages[before]?.page.prev ?? '' }, job);
      expect(seqs(back)).toEqual(pages.slice(before - 1, before).flatMap(seqs));
    }
  });

  it('beyond its end a log opens empty, with the way back', async () => {
    for (const start of [{ startSeq: LINES + 1_000 }, { startTime: NOW + DAY_MS }]) {
      const { items, page } = await list(start);
      expect([items, page.next]).toEqual([[], null]);
      expect((await list({ cursor: page.prev ?? '' })).items.at(-1)?.seq).toBe(LINES);
    }
    expect(await list({ startSeq: 5 }, { gid: 1, guid: 'without lines' })).toMatchObject({ items: [] });
  });

  it('a log opens at one place, not at two', async () => {
    await expect(list({ startSeq: 5, at: 'last' })).rejects.toThrow('got at and startSeq');
  });

  describe('that no text index knows', searches);

  describe('of a day whose parts have text indexes', () => {
    beforeAll(async () => {
      const texts = TEXTS.map((text) => ({ ...text, partRows: 10_000 }));
      for (const seconds of [20_000, 35_000, 50_000]) {
        const at = START + seconds * EVERY_MS;
        await new TextIndexes({ database: test.database, now: () => at, log: pino({ level: 'silent' }), texts }).pass(
          signal
        );
      }
      const parts = (await indexedRanges(test.database, 'log_lines', {})).filter(({ isPart }) => isPart);
      expect(parts.length).toBeGreaterThan(1);
    });
    searches();
  });

  describe('of days with a text index', () => {
    beforeAll(() =>
      new TextIndexes({
        database: test.database,
        now: () => NOW,
        log: pino({ level: 'silent' }),
      }).pass(signal)
    );
    searches();
  });
});
