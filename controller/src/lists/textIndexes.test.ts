import { pino } from 'pino';
import { openDatabase } from '../database/database';
import { makePartitions, partitionName } from '../database/partitions';
import { createTestDatabase, type TestDatabase } from '../testing/database';
import { seedJobs } from '../testing/seed';
import { indexedRanges } from './indexedRanges';
import { jobQuestion } from '../query/question';
import { listJobs } from '../jobs/jobs';
import { TEXTS } from './missingTextIndexes';
import { TextIndexes } from './textIndexes';

const DAY_MS = 86_400_000;
const NOW = Date.UTC(2025, 2, 10, 12);
const TODAY = Math.floor(NOW / DAY_MS);
const silent = pino({ level: 'silent' });
const { signal } = new AbortController();

describe('text indexes', () => {
  let test: TestDatabase;
  beforeAll(async () => {
    test = await createTestDatabase();
    await makePartitions(test.database, NOW, { daysBack: 2 });
    await seedJobs(test.database, { count: 1_000, from: NOW - 2 * DAY_MS, to: NOW });
  });
  afterAll(() => test.drop());

  const run = (text: string) => test.database.query<Record<string, unknown>>({ text, values: [] });
  const indexed = async () => {
    const rows = await run(
      `select indrelid::regclass::text as day from pg_index where indexrelid::regclass::text like '%_text_idx' and indisvalid`
    );
    return rows.map(({ day }) => day).sort();
  };
  const build = (database = test.database) => new TextIndexes({ database, now: () => NOW, log: silent }).pass(signal);
  const found = async (q: string) => {
    const { items } = await listJobs(test.database, { question: jobQuestion({ q }) }, 1_000, NOW, signal);
    return items.map(({ guid }) => guid);
  };

  it('a database that refuses the extension is searched without, with one warning that says what to do', async () => {
    await run(`create role guest login password 'guest'`);
    const url = new URL(test.url);
    [url.username, url.password] = ['guest', 'guest'];
    const guest = openDatabase({ url: url.href, log: silent });
    const lines: string[] = [];
    const log = pino({ level: 'warn' }, { write: (line: string) => void lines.push(line) });
    const indexes = new TextIndexes({ database: guest, now: () => NOW, log });
    await indexes.pass(signal);
    await indexes.pass(signal);
    await guest.close();
    await run('drop role guest');
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain('create extension pg_trgm');
    expect(await indexed()).toEqual([]);
  });

  it('days that are over get one, once, by whichever of several controllers; searches find the same', async () => {
    const before = [await found('/data/42'), await found('no such text')];
    await Promise.all([build(), build(), build()]);
    const days = ['jobs_done', 'log_lines'].flatMap((table) =>
      [2, 1].map((back) => partitionName(table, TODAY - back))
    );
    expect(await indexed()).toEqual(days.sort());
    expect([await found('/data/42'), await found('no such text')]).toEqual(before);
    expect(before[0]?.length).toBeGreaterThan(5);
  });

  it('a search for a rare text reads the index', async () => {
    const day = partitionName('jobs_done', TODAY - 1);
    const plan = await test.database.transaction(async (transaction) => {
      await transaction.query({ text: 'set local enable_seqscan = off', values: [] });
      return transaction.query<Record<string, unknown>>({
        text: `explain select guid from ${day} where args ilike '%no such text%' or error_message ilike '%no such text%'`,
        values: [],
      });
    });
    expect(JSON.stringify(plan)).toContain(`${day}_text_idx`);
  });

  describe('of the day that is not over', () => {
    const texts = TEXTS.map((text) => ({ ...text, partRows: 100 }));
    const buildAt = (now: number) =>
      new TextIndexes({ database: test.database, now: () => now, log: silent, texts }).pass(signal);
    const parts = async () => {
      const ranges = await indexedRanges(test.database, 'jobs_done', {});
      return ranges.filter(({ isPart }) => isPart).sort((a, b) => a.from - b.from);
    };

    // So many that looking them up by text is less work than reading them.
    beforeAll(() => seedJobs(test.database, { count: 20_000, from: TODAY * DAY_MS, to: NOW - 3_600_000, seed: 2 }));

    it('parts get one as they have rows, one after the other, and searches find the same by them', async () => {
      const before = await found('/data/4"');
      await buildAt(NOW);
      const start = TODAY * DAY_MS;
      expect(await parts()).toEqual([{ from: start, to: NOW - 120_000, isPart: true }]);
      // Of 20,000 rows the next part wants a tenth.
      await seedJobs(test.database, { count: 1_500, from: NOW, to: NOW + 600_000, seed: 3 });
      await buildAt(NOW + 3_600_000);
      expect(await parts()).toHaveLength(1);
      await seedJobs(test.database, { count: 1_500, from: NOW + 600_000, to: NOW + 1_200_000, seed: 4 });
      await buildAt(NOW + 3_600_000);
      expect(await parts()).toEqual([
        { from: start, to: NOW - 120_000, isPart: true },
        { from: NOW - 120_000, to: NOW + 3_480_000, isPart: true },
      ]);
      const after = await found('/data/4"');
      expect(after.filter((guid) => before.includes(guid))).toEqual(before);
      expect(after.length).toBeGreaterThan(before.length);
    });

    it('a search asks each part by itself, which its index needs', async () => {
      const read = jest.spyOn(test.database, 'read');
      await found('no such text');
      const statements = read.mock.calls.map(([sql]) => sql).filter(({ text }) => text.includes('from jobs where'));
      read.mockRestore();
      const [first] = await parts();
      const used = await test.database.transaction(async (transaction) => {
        const plans = [];
        for (const { text, values } of statements) {
          plans.push(await transaction.query<Record<string, unknown>>({ text: `explain ${text}`, values }));
        }
        return JSON.stringify(plans);
      });
      expect(used).toContain(`_text_${first?.from}_${first?.to}`);
    });

    it('they go when the day is over and has one as a whole', async () => {
      await buildAt(NOW + DAY_MS);
      expect(await parts()).toEqual([]);
      const names = await run(
        `select indexrelid::regclass::text as name from pg_index where indexrelid::regclass::text like '%_text_%'`
      );
      expect(names.map(({ name }) => String(name)).filter((name) => !name.endsWith('_text_idx'))).toEqual([]);
      expect(await indexed()).toContain(partitionName('jobs_done', TODAY));
    });
  });

  it('an interrupted build is done again', async () => {
    const day = partitionName('jobs_done', TODAY - 1);
    await run(`update pg_index set indisvalid = false where indexrelid = '${day}_text_idx'::regclass`);
    expect(await indexed()).not.toContain(day);
    await build();
    expect(await indexed()).toContain(day);
  });
});
