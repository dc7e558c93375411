import { setImmediate } from 'node:timers/promises';
import type { GroupField, JobCounts, KeptField, TimeField } from '@openvcloud/contract';
import { readMigrations } from '../database/migrate';
import { dropDay, makePartitions, partitionName } from '../database/partitions';
import { retryConflicts } from '../database/retryConflicts';
import { createTestDatabase, type TestDatabase } from '../testing/database';
import { seededRandom, seedJobs } from '../testing/seed';
import { COUNT_CUBES, cubeFor, type CountCube } from './countCubes';
import { countedJobs, countExactly } from './countedJobs';
import { countJobs, type CountRequest as Counting } from './counts';
import { foldCounts } from './foldCounts';
import { JOB_COLUMNS } from '../query/jobColumns';
import { jobConditions } from '../query/jobFilters';
import { jobQuestion, type WireJobQuestion } from '../query/question';
import { listJobs } from '../jobs/jobs';
import { Parameters, where } from '../database/parameters';
import { listValues } from '../routes/values';

// A busy machine may be slow; a hang is still found.
jest.setTimeout(120_000);

type CountRequest = Omit<Counting, 'question'> & WireJobQuestion;
const DAY_MS = 86_400_000;
const FROM = Date.UTC(2025, 2, 10, 22, 13, 7);
const TO = FROM + 3 * DAY_MS;
const { signal } = new AbortController();

describe('counts of ended jobs', () => {
  let test: TestDatabase;
  beforeAll(async () => {
    test = await createTestDatabase();
    // Not all days: the first one's jobs wait in the default partition.
    await makePartitions(test.database, TO, { daysBack: 2, daysAhead: 3 });
  });
  afterAll(() => test.drop());

  const run = (text: string, values: unknown[] = []) => test.database.query({ text, values });
  const number = async (text: string) => Number((await run(`select (${text})::bigint as number`))[0]?.number);

  /** The same by counting the jobs one by one. */
  async function fullCount(selection: WireJobQuestion): Promise<number> {
    const parameters = new Parameters();
    const conditions = where(jobConditions(jobQuestion(selection), parameters));
    const rows = await run(`select count(*) as count from jobs ${conditions}`, parameters.values);
    return Number(rows[0]?.count);
  }

  async function fullSeries(request: CountRequest): Promise<Map<string, number>> {
    const parameters = new Parameters();
    const conditions = where(jobConditions(jobQuestion(request), parameters));
    const groups = (request.groupBy ?? []).map((field) => `coalesce(${JOB_COLUMNS[field].sql}::text, '')`);
    const time = JOB_COLUMNS[request.timeField ?? 'timeCreate'].sql;
    const bucket = request.bucketMs === undefined ? '0' : `${time} / ${request.bucketMs} * ${request.bucketMs}`;
    const rows = await run(
      `select json_build_array(${[...groups, bucket].join(', ')})::text as key, count(*) as count from jobs ${conditions} group by 1`,
      parameters.values
    );
    return new Map(rows.map((row) => [JSON.stringify(JSON.parse(String(row.key))), Number(row.count)]));
  }

  function asMap({ series, times, bucketMs }: JobCounts, groupBy: readonly GroupField[]): Map<string, number> {
    const entries = series.flatMap(({ labels, counts }) =>
      counts.map((count, index): [string, number] => [
        JSON.stringify([...groupBy.map((field) => labels[field]), bucketMs === null ? 0 : times[index]]),
        count,
      ])
    );
    return new Map(entries.filter(([, count]) => count > 0));
  }

  const random = seededRandom(20_250_310);
  const pick = <Item>(items: readonly [Item, ...Item[]]): Item =>
    items[Math.floor(random() * items.length)] ?? items[0];
  const FILTERS: readonly [string, ...string[]] = [
    'state|=|ERROR',
    'state|not in|OK|RUNNING',
    'cmd|contains|disk',
    'cmd|regex|_[1-3]$',
    'nodeName|!=|node3',
    'nodeName|=|',
    'nid|in|1|2|3',
    'nid|range|5|9',
    'queue|=|io',
    'organization|!=|storage',
    'category|=|',
    'gid|=|1',
    'source|=|controller',
  ];
  function randomWindow(timeField: TimeField): WireJobQuestion {
    const width = random() ** 4 * 4 * DAY_MS + 1;
    const from = Math.floor(FROM - DAY_MS / 2 + random() * 4 * DAY_MS);
    return {
      timeField,
      ...(random() < 0.9 ? { from } : {}),
      ...(random() < 0.9 ? { to: Math.floor(from + width) } : {}),
    };
  }

  /** Asks for what only this cube and larger ones keep apart, by a filter or by a group. */
  function randomQuestion({ cube, fields }: CountCube): { filter: string[]; groupBy: KeptField[] } {
    const filters = FILTERS.filter((text) => fields.some((field) => text.startsWith(`${field}|`)));
    for (;;) {
      const filter = filters.filter(() => random() < 0.15);
      const groupBy = fields.filter(() => random() < 0.3);
      const filtered = fields.filter((field) => filter.some((text) => text.startsWith(`${field}|`)));
      if (cubeFor([...filtered, ...groupBy]).cube === cube) {
        return { filter, groupBy };
      }
    }
  }

  async function checkTotal(selection: WireJobQuestion): Promise<void> {
    const exact = await countExactly(test.database, jobQuestion(selection), { signal });
    expect({ selection, exact }).toEqual({ selection, exact: await fullCount(selection) });
  }

  async function checkSeries(request: CountRequest, groupBy: readonly GroupField[]): Promise<void> {
    const series = asMap(
      await countJobs(test.database, { ...request, question: jobQuestion(request) }, TO, signal),
      groupBy
    );
    expect({ request, series }).toEqual({ request, series: await fullSeries(request) });
  }

  const BUCKETS = [undefined, DAY_MS, 3_600_000, 420_000, 300_000, 60_000, 90_000 * 20] as const;

  async function checkRandomWindows(rounds: number): Promise<void> {
    for (let round = 0; round < rounds; round++) {
      for (const [place, cube] of COUNT_CUBES.entries()) {
        for (const timeField of ['timeCreate', 'timeStop', 'timeKnown'] as const) {
          const { filter, groupBy } = randomQuestion(cube);
          const selection = { filter, ...randomWindow(timeField) };
          await checkTotal(selection);
          const from = selection.from ?? FROM;
          const bucketMs = BUCKETS[(round * 3 + place) % BUCKETS.length];
          const to = selection.to ?? Math.floor(from + 2 * DAY_MS * random());
          if (to > from) {
            await checkSeries({ ...selection, from, to, groupBy, bucketMs }, groupBy);
          }
        }
      }
    }
  }

  it('are not asked where they cannot tell', async () => {
    const range = { from: FROM, to: TO };
    for (const selection of [
      { ...range, timeField: 'timeStart' as const },
      { q: 'disk' },
      { filter: ['runMs|range|5|'] },
    ]) {
      expect(await countExactly(test.database, jobQuestion(selection), { signal })).toBeNull();
    }
  });

  it('tell kinds of failures apart by reading the jobs', async () => {
    const groupBy = ['state', 'errorType', 'errorSignature'] as const;
    await seedJobs(test.database, { count: 500, from: FROM, to: TO, seed: 11 });
    await checkSeries({ timeField: 'timeKnown', from: FROM, to: TO, groupBy }, groupBy);
    await run('delete from jobs');
    await foldCounts(test.database);
  });

  it('equal a full count in any window, before, between and after folds', async () => {
    await seedJobs(test.database, { count: 3_000, from: FROM, to: TO, seed: 3 });
    await checkRandomWindows(3);
    await foldCounts(test.database);
    expect(await number('select count(*) from job_count_deltas')).toBe(0);
    await checkRandomWindows(7);
    await seedJobs(test.database, { count: 500, from: FROM + DAY_MS, to: TO, seed: 4 });
    await checkRandomWindows(3);
  });

  it('follow jobs that end, late line counts, corrections and purges', async () => {
    await run(`update jobs set is_live = false, state = 'ERROR', time_stop = time_create + 70000 where is_live`);
    await run(`update jobs set time_stop = time_create + 190000000 where not is_live and nid = 5`);
    await run(`update jobs set log_lines = log_lines + 1 where not is_live and nid = 3`);
    await run(`update jobs set state = 'OK', time_stop = time_stop + 3600000 where not is_live and nid = 4`);
    await run(`delete from jobs where not is_live and time_create < $1`, [FROM + DAY_MS / 3]);
    await run(`delete from jobs_done where time_create >= $1 and time_create < $2`, [
      FROM + DAY_MS,
      FROM + 1.1 * DAY_MS,
    ]);
    await checkRandomWindows(2);
    await foldCounts(test.database);
    await checkRandomWindows(2);
  });

  it('follow a day that is dropped', async () => {
    const before = await fullCount({});
    const day = partitionName('jobs_done', Math.floor(TO / DAY_MS) - 1);
    expect(await test.database.transaction((transaction) => dropDay(transaction, 'jobs_done', day))).toBe(true);
    expect(await fullCount({})).toBeLessThan(before);
    await checkRandomWindows(2);
    await foldCounts(test.database);
    await checkRandomWindows(2);
    expect(await number('select count(*) from job_counts where count = 0')).toBe(0);
    await makePartitions(test.database, TO, { daysBack: 2 });
    await seedJobs(test.database, { count: 1_000, from: FROM, to: TO, seed: 5 });
  });

  it('of weeks and months come from those of days when a database had none', async () => {
    const weeks = 'level % 10 in (3, 4)';
    const kept = await run(`select * from job_counts where ${weeks} order by time_field, level, start, gid, group_id`);
    expect(kept.length).toBeGreaterThan(100);
    await run(`delete from job_counts where ${weeks}`);
    const migration = readMigrations().find(({ name }) => name === '0016-count-weeks.sql');
    // Its column had another name then.
    await run((migration?.sql ?? '').replaceAll('is_stop', 'time_field'));
    expect(
      await run(
        `select * from job_counts where ${weeks} and count <> 0 order by time_field, level, start, gid, group_id`
      )
    ).toEqual(kept);
  });

  it('are exact at every moment while jobs end and two controllers fold', async () => {
    let isDone = false;
    const folding = [1, 2].map(async () => {
      while (!isDone) {
        await foldCounts(test.database);
      }
    });
    const ending = [1, 2].map(async (writer) => {
      for (let round = 0; round < 6; round++) {
        await seedJobs(test.database, { count: 200, from: FROM + writer, to: TO, seed: writer * 100 + round });
        await retryConflicts(() =>
          run(`update jobs set is_live = false, state = 'OK', time_stop = time_create + 1000
               where guid in (select guid from jobs where is_live order by guid limit 3 for update skip locked)`)
        );
      }
    });
    const reading = (async () => {
      while (!isDone) {
        const { filter } = randomQuestion(pick(COUNT_CUBES));
        const selection = { filter, ...randomWindow(pick<TimeField>(['timeCreate', 'timeStop', 'timeKnown'])) };
        const parameters = new Parameters();
        const counted = countedJobs(jobQuestion(selection), { fields: [] }, parameters) ?? '';
        const full = `select count(*) from jobs ${where(jobConditions(jobQuestion(selection), parameters))}`;
        const [row] = await run(
          `select (select sum(count) from ${counted}) as counted, (${full}) as full`,
          parameters.values
        );
        expect({ selection, counted: Number(row?.counted) }).toEqual({ selection, counted: Number(row?.full) });
      }
    })();
    const meddling = (async () => {
      for (let round = 0; round < 6; round++) {
        const from = Math.floor(FROM + random() * 3 * DAY_MS);
        await retryConflicts(() =>
          run('delete from jobs where not is_live and time_create between $1 and $2', [from, from + 1_200_000])
        );
        await retryConflicts(() =>
          run('update jobs set log_lines = log_lines + 1 where not is_live and nid = 3 and time_create > $1', [from])
        );
        await makePartitions(test.database, TO, { daysBack: 2 });
      }
    })();
    await Promise.all([...ending, meddling]);
    isDone = true;
    await Promise.all([...folding, reading]);
    await checkRandomWindows(2);
  });

  it('by end are those before or after a day is dropped, also when they are asked for in between', async () => {
    const day = Math.floor(TO / DAY_MS) + 2;
    await seedJobs(test.database, { count: 500, from: day * DAY_MS, to: (day + 0.9) * DAY_MS, seed: 9 });
    await foldCounts(test.database);
    const selection = {
      timeField: 'timeStop',
      from: day * DAY_MS + 12_345,
      to: (day + 0.7) * DAY_MS + 12_345,
    } as const;
    const before = await fullCount(selection);
    expect(before).toBeGreaterThan(300);
    let commit: () => void = () => undefined;
    const asked = new Promise<void>((resolve) => (commit = resolve));
    const isDropped = new Promise<void>((resolve) => {
      void test.database
        .transaction(async (transaction) => {
          await dropDay(transaction, 'jobs_done', partitionName('jobs_done', day));
          resolve();
          await asked;
        })
        .then(() => undefined);
    });
    await isDropped;
    const counting = countExactly(test.database, jobQuestion(selection), {});
    const waiting =
      "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";
    while ((await number(waiting)) === 0) {
      await setImmediate();
    }
    commit();
    const counted = await counting;
    const after = await fullCount(selection);
    expect(after).toBeLessThan(before - 300);
    expect([before, after]).toContain(counted);
  });

  it('hold the longest names that scripts and nodes may have', async () => {
    // 200 characters of four bytes each, which do not compress: all of them together are more than a key of an index may be.
    const name = () =>
      Array.from({ length: 200 }, () => String.fromCodePoint(0x20000 + Math.floor(random() * 40_000))).join('');
    const [organization, category, cmd, node] = [name(), name(), name(), name()];
    const insert = `insert into jobs (gid, is_live, time_create, time_stop, guid, source, organization, category, cmd, nid, node_name, queue, state, native_state, timeout_seconds)
      select 1, false, $1::bigint + n, $1::bigint + n, 'long-' || n, 'controller', $2, $3, $4, 1, $5, 'io', 'OK', 'OK', 1 from generate_series(1, $6) as n`;
    await run(insert, [FROM, organization, category, cmd, node, 3]);
    await foldCounts(test.database);
    await run(insert.replace(`'long-'`, `'later-'`), [FROM, organization, category, cmd, node, 2]);
    await foldCounts(test.database);
    expect(await number('select count(*) from job_count_deltas')).toBe(0);
    const filter = [`cmd|=|${cmd}`, `nodeName|=|${node}`, `category|=|${category}`];
    expect(await countExactly(test.database, jobQuestion({ filter }), { signal })).toBe(5);
    await checkTotal({ filter: [`organization|=|${organization}`], from: FROM });
  });

  it('serve the total of a list and the values of a field', async () => {
    const selection = { filter: ['state|=|ERROR'], from: FROM + 12_345, to: TO };
    const { total } = await listJobs(test.database, { question: jobQuestion(selection) }, 10, TO, signal);
    expect(total).toEqual({ value: await fullCount(selection), relation: 'eq' });
    const { values } = await listValues(test.database, 'nodeName', selection, 100, TO, signal);
    const expected = await run(
      `select node_name as value, count(*) as count from jobs where state = 'ERROR' and time_create >= $1 and time_create < $2 and node_name is not null
       group by 1 order by 2 desc, 1`,
      [selection.from, selection.to]
    );
    expect(values).toEqual(expected);
  });
});
