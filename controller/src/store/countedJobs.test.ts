import { GROUP_FIELDS, type GroupField, type JobCounts, type TimeField } from '@openvcloud/contract';
import { createTestDatabase, type TestDatabase } from '../testing/database';
import { seededRandom, seedJobs } from '../testing/seed';
import { countedJobs, countExactly } from './countedJobs';
import { countJobs, type CountRequest } from './counts';
import { foldCounts } from './foldCounts';
import { JOB_COLUMNS } from './jobColumns';
import { jobConditions, type JobSelection } from './jobFilters';
import { listJobs } from './jobs';
import { Parameters, where } from './parameters';
import { listValues } from './values';

// A busy machine may be slow; a hang is still found.
jest.setTimeout(120_000);

const DAY_MS = 86_400_000;
const FROM = Date.UTC(2025, 2, 10, 22, 13, 7);
const TO = FROM + 3 * DAY_MS;
const { signal } = new AbortController();

describe('counts of ended jobs', () => {
  let test: TestDatabase;
  beforeAll(async () => {
    test = await createTestDatabase();
  });
  afterAll(() => test.drop());

  const run = (text: string, values: unknown[] = []) => test.database.query({ text, values });
  const number = async (text: string) => Number((await run(`select (${text})::bigint as number`))[0]?.number);

  /** The same by counting the jobs one by one. */
  async function fullCount(selection: JobSelection): Promise<number> {
    const parameters = new Parameters();
    const conditions = where(jobConditions(selection, parameters));
    const rows = await run(`select count(*) as count from jobs ${conditions}`, parameters.values);
    return Number(rows[0]?.count);
  }

  async function fullSeries(request: CountRequest): Promise<Map<string, number>> {
    const parameters = new Parameters();
    const conditions = where(jobConditions(request, parameters));
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
  function randomSelection(): JobSelection {
    const width = random() ** 4 * 4 * DAY_MS + 1;
    const from = Math.floor(FROM - DAY_MS / 2 + random() * 4 * DAY_MS);
    const timeField = pick<TimeField>(['timeCreate', 'timeStop', 'timeStart']);
    return {
      filter: Array.from({ length: Math.floor(random() * 3) }, () => pick(FILTERS)),
      timeField,
      ...(random() < 0.9 ? { from } : {}),
      ...(random() < 0.9 ? { to: Math.floor(from + width) } : {}),
    };
  }

  async function checkRandomWindows(rounds: number): Promise<void> {
    for (let round = 0; round < rounds; round++) {
      const selection = randomSelection();
      const exact = await countExactly(test.database, selection, { signal });
      const isByStart = selection.timeField === 'timeStart' && (selection.from ?? selection.to) !== undefined;
      expect({ selection, exact }).toEqual({ selection, exact: isByStart ? null : await fullCount(selection) });
      const groupBy = GROUP_FIELDS.filter(() => random() < 0.3);
      const bounded = { ...selection, from: selection.from ?? FROM, to: (selection.from ?? FROM) + 2 * DAY_MS };
      const bucketMs = pick([undefined, 3_600_000, 420_000, 60_000, 90_000 * 20]);
      const request: CountRequest = { ...bounded, groupBy, bucketMs };
      const counted = await countJobs(test.database, request, TO, signal);
      expect(asMap(counted, groupBy)).toEqual(await fullSeries(request));
    }
  }

  it('equal a full count in any window, before, between and after folds', async () => {
    await seedJobs(test.database, { count: 3_000, from: FROM, to: TO, seed: 3 });
    await checkRandomWindows(6);
    await foldCounts(test.database);
    expect(await number('select count(*) from job_count_deltas')).toBe(0);
    await checkRandomWindows(6);
    await seedJobs(test.database, { count: 500, from: FROM + DAY_MS, to: TO, seed: 4 });
    await checkRandomWindows(6);
  });

  it('follow jobs that end, late line counts, corrections and purges', async () => {
    await run(`update jobs set is_live = false, state = 'ERROR', time_stop = time_create + 70000 where is_live`);
    await run(`update jobs set log_lines = log_lines + 1 where not is_live and nid = 3`);
    await run(`update jobs set state = 'OK', time_stop = time_stop + 3600000 where not is_live and nid = 4`);
    await run(`delete from jobs where not is_live and time_create < $1`, [FROM + DAY_MS / 3]);
    await run(`delete from jobs_done where time_create >= $1 and time_create < $2`, [FROM + DAY_MS, FROM + 1.1 * DAY_MS]);
    await checkRandomWindows(5);
    await foldCounts(test.database);
    await checkRandomWindows(5);
  });

  it('follow a day that is dropped', async () => {
    const day = 'jobs_done_other';
    await test.database.transaction(async (transaction) => {
      await transaction.query({ text: `select count_day_out($1)`, values: [day] });
      await transaction.client.query(`truncate ${day}`);
    });
    await checkRandomWindows(3);
    await foldCounts(test.database);
    expect(await countExactly(test.database, {}, { signal })).toBe(await fullCount({}));
    expect((await listValues(test.database, 'cmd', {}, 100, TO, signal)).values).toEqual([]);
    await seedJobs(test.database, { count: 1_000, from: FROM, to: TO, seed: 5 });
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
        await run(`update jobs set is_live = false, state = 'OK', time_stop = time_create + 1000
                   where guid in (select guid from jobs where is_live order by guid limit 3 for update skip locked)`);
      }
    });
    const reading = (async () => {
      while (!isDone) {
        const selection = { ...randomSelection(), timeField: pick<TimeField>(['timeCreate', 'timeStop']) };
        const parameters = new Parameters();
        const counted = countedJobs(selection, { fields: [] }, parameters) ?? '';
        const full = `select count(*) from jobs ${where(jobConditions(selection, parameters))}`;
        const [row] = await run(`select (select sum(count) from ${counted}) as counted, (${full}) as full`, parameters.values);
        expect({ selection, counted: Number(row?.counted) }).toEqual({ selection, counted: Number(row?.full) });
      }
    })();
    await Promise.all(ending);
    isDone = true;
    await Promise.all([...folding, reading]);
    await checkRandomWindows(5);
  });

  it('serve the total of a list and the values of a field', async () => {
    const selection = { filter: ['state|=|ERROR'], from: FROM + 12_345, to: TO };
    const { total } = await listJobs(test.database, selection, 10, TO, signal);
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
