import { dropDay, makePartitions, partitionName } from '../database/partitions';
import { createTestDatabase, type TestDatabase } from '../testing/database';
import { seededRandom } from '../testing/seed';
import { logQuestion, type WireQuestion } from '../query/question';
import { countLines } from './countLines';
import { foldLineCounts, keptCountsSql } from './lineCounts';

// A busy machine may be slow; a hang is still found.
jest.setTimeout(120_000);

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
/** In the middle of a minute, as ranges are. */
const FROM = Date.UTC(2025, 2, 10, 22, 13, 7);
const TO = FROM + 3 * DAY_MS;
const { signal } = new AbortController();

describe('counts of log lines', () => {
  let test: TestDatabase;
  beforeAll(async () => {
    test = await createTestDatabase();
    // Not all days: the first one's lines wait in the default partition.
    await makePartitions(test.database, TO, { daysBack: 2, daysAhead: 1 });
  });
  afterAll(() => test.drop());

  const run = (text: string, values: unknown[] = []) => test.database.query({ text, values });
  const random = seededRandom(20_250_311);
  const between = (least: number, most: number) => Math.floor(least + random() * (most - least));

  const store = (job: string, count: number, gid = 1) =>
    run(
      `insert into log_lines (gid, time, job_guid, seq, level, app_name, category, message, nid, organization, cmd)
       select $1, $2::bigint + (random() * $3)::bigint, $4, n, 1 + n % 9, 'agent:io', 'stdout', 'line ' || n || case when n % 7 = 0 then ' heartbeat' else '' end, 1 + n % 3, 'o', 'c'
       from generate_series(1, $5::int) n on conflict do nothing`,
      [gid, FROM - DAY_MS, 5 * DAY_MS, job, count]
    );

  const count = (wire: WireQuestion, bucketMs?: number, guid?: string, budgetMs?: number) =>
    countLines(
      test.database,
      { question: logQuestion(wire), ...(bucketMs === undefined ? {} : { bucketMs }) },
      guid === undefined ? null : { gid: 1, guid },
      TO,
      signal,
      budgetMs
    );

  /** The same by counting the lines one by one. */
  async function fullCount(conditions: string, bucketMs: number): Promise<Record<string, number>> {
    const rows = await run(
      `select level || ' ' || time / ${bucketMs} * ${bucketMs} as key, count(*) as count from log_lines where ${conditions} group by 1`
    );
    return Object.fromEntries(rows.map(({ key, count: found }) => [String(key), Number(found)]));
  }

  function asRecord({ series, times }: Awaited<ReturnType<typeof count>>): Record<string, number> {
    const entries = series.flatMap(({ level, counts }) =>
      counts.map((found, index): [string, number] => [`${level} ${times[index]}`, found])
    );
    return Object.fromEntries(entries.filter(([, found]) => found > 0));
  }

  it('are those of the lines themselves at any moment, while lines come and go and counts are folded', async () => {
    for (let round = 0; round < 12; round++) {
      await store(`job-${round}`, 3_000);
      await store(`other-${round}`, 200, 2);
      if (round % 3 === 1) {
        await foldLineCounts(test.database);
      }
      if (round % 4 === 2) {
        await run('delete from log_lines where job_guid = $1', [`job-${round - 1}`]);
      }
      const [from, bucketMs] = [FROM + between(-DAY_MS, DAY_MS), MINUTE_MS * between(1, 180)];
      const to = from + between(1, 2 * DAY_MS);
      const found = await count({ from, to, filter: ['gid|=|1', 'level|in|2|3|6'] }, bucketMs);
      const range = `gid = 1 and level in (2, 3, 6) and time >= ${from} and time < ${to}`;
      expect(asRecord(found)).toEqual(await fullCount(range, bucketMs));
      expect(found.coverage).toMatchObject({ isCut: false, from, to });
      expect(found.total).toBe(found.series.reduce((sum, { total }) => sum + total, 0));
    }
  });

  it.each([
    ['within a minute', 100, 30_000],
    ['across the turn of a minute', 55_000, 30_000],
    ['of whole minutes', 53_000, 2 * MINUTE_MS],
    ['of one millisecond', 0, 1],
  ])('are exact for a range %s', async (_, offset, length) => {
    const from = FROM + DAY_MS + offset;
    await run(
      `insert into log_lines (gid, time, job_guid, seq, level, app_name, category, message, nid, organization, cmd)
       select 1, $1::bigint + n * 500, 'dense-' || $1, n, 5, 'agent:io', 'stdout', 'x', 1, 'o', 'c' from generate_series(0, 400) n`,
      [from - 50_000]
    );
    const { series, total } = await count({ from, to: from + length, filter: ['level|=|5'] });
    const [row] = await run(
      `select count(*) as count from log_lines where level = 5 and time >= ${from} and time < ${from + length}`
    );
    expect(total).toBe(Number(row?.count));
    expect(series).toEqual(total === 0 ? [] : [{ level: 5, counts: [total], total }]);
  });

  it.each([
    [{ q: 'heartbeat' }, "message like '%heartbeat%'"],
    [{ filter: ['nid|=|2'] }, 'nid = 2'],
    [{ filter: ['level|=|2', 'message|not contains|heartbeat'] }, "level = 2 and message not like '%heartbeat%'"],
  ])('reads the lines where counts cannot tell: %j', async (wire, condition) => {
    const found = await count({ ...wire, from: FROM, to: TO }, 3_600_000);
    const range = `${condition} and time >= ${FROM} and time < ${TO}`;
    expect(asRecord(found)).toEqual(await fullCount(range, 3_600_000));
    expect(found.coverage.isCut).toBe(false);
  });

  it('reads the lines of one job, and of buckets shorter than what is kept', async () => {
    const found = await count({ from: FROM, to: TO }, 3_600_000, 'job-0');
    const ofJob = `gid = 1 and job_guid = 'job-0' and time >= ${FROM} and time < ${TO}`;
    expect(asRecord(found)).toEqual(await fullCount(ofJob, 3_600_000));

    const to = FROM + 60_000;
    expect(keptCountsSql(logQuestion({}), { from: FROM, to, bucketMs: 1_000 })).toBeNull();
    expect(asRecord(await count({ from: FROM, to }, 1_000))).toEqual(
      await fullCount(`time >= ${FROM} and time < ${to}`, 1_000)
    );
  });

  it('says since when it counted when there is no time for all, and what it counted is whole', async () => {
    const found = await count({ q: 'heartbeat', from: FROM, to: TO }, 3_600_000, undefined, 0);
    const since = found.coverage.from ?? 0;
    expect(found.coverage.isCut).toBe(true);
    expect(found.coverage.notice).toContain(new Date(since).toISOString());
    expect(since).toBeGreaterThan(FROM);
    const range = `message like '%heartbeat%' and time >= ${since} and time < ${TO}`;
    expect(asRecord(found)).toEqual(await fullCount(range, 3_600_000));
  });

  it('forget a day that is dropped, whether folded or not', async () => {
    const day = Math.floor(TO / DAY_MS) - 1;
    const range = { from: day * DAY_MS, to: (day + 1) * DAY_MS };
    await store('late', 3_000);
    expect((await count(range)).total).toBeGreaterThan(0);
    await test.database.transaction((transaction) =>
      dropDay(transaction, 'log_lines', partitionName('log_lines', day))
    );
    expect(await count(range)).toMatchObject({ total: 0, series: [] });
    await foldLineCounts(test.database);
    expect(await count(range)).toMatchObject({ total: 0, series: [] });
    const left = await run('select 1 from log_counts where minute >= $1 and minute < $2', [
      day * 1440,
      (day + 1) * 1440,
    ]);
    expect(left).toEqual([]);
  });
});
