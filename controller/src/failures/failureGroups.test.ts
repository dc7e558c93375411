import { readMigrations } from '../database/migrate';
import { dropDay, makePartitions, partitionName } from '../database/partitions';
import { retryConflicts } from '../database/retryConflicts';
import { Parameters, where } from '../database/parameters';
import { failureQuestion, jobQuestion } from '../query/question';
import { jobConditions } from '../query/jobFilters';
import { createTestDatabase, type TestDatabase } from '../testing/database';
import { seededRandom, seedJobs } from '../testing/seed';
import { listFailures } from './listFailures';

jest.setTimeout(120_000);

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const FROM = Date.UTC(2025, 2, 10, 22, 13, 7);
const TO = FROM + 3 * DAY_MS;
const { signal } = new AbortController();

describe('groups of failures', () => {
  let test: TestDatabase;
  beforeAll(async () => {
    test = await createTestDatabase();
    await makePartitions(test.database, TO, { daysBack: 2, daysAhead: 3 });
    await seedJobs(test.database, { count: 3_000, from: FROM, to: TO, seed: 21 });
  });
  afterAll(() => test.drop());

  const random = seededRandom(15);
  const run = (text: string, values: unknown[] = []) => test.database.query({ text, values });
  const FILTERS = [
    'state|=|ERROR',
    'cmd|contains|disk',
    'nodeName|!=|node3',
    'nid|in|1|2|3',
    'queue|=|io',
    'organization|!=|storage',
    'errorSignature|contains|Timeout',
  ];

  /** The same by counting the jobs one by one, per signature and hour. */
  async function recount(filter: string[], from: number, to: number): Promise<Map<string, number>> {
    const parameters = new Parameters();
    const question = jobQuestion({ filter, from, to, timeField: 'timeKnown' });
    const conditions = where([...jobConditions(question, parameters), 'error_signature is not null', 'not is_live']);
    const rows = await run(
      `select error_signature || ' ' || time_known / ${HOUR_MS} as key, count(*) as count from jobs ${conditions} group by 1`,
      parameters.values
    );
    return new Map(rows.map(({ key, count }) => [String(key), Number(count)]));
  }

  async function grouped(filter: string[], from: number, to: number): Promise<Map<string, number>> {
    const question = failureQuestion({ filter, from, to });
    const { items, times } = await listFailures(
      test.database,
      { question, bucketMs: HOUR_MS, limit: 1000 },
      TO,
      signal
    );
    for (const { trend, count } of items) {
      expect(trend.reduce((sum, one) => sum + one, 0)).toBe(count);
    }
    return new Map(
      items.flatMap(({ signature, trend }) =>
        trend.flatMap((count, index): Array<[string, number]> =>
          count > 0 ? [[`${signature} ${(times[index] ?? 0) / HOUR_MS}`, count]] : []
        )
      )
    );
  }

  async function check(rounds = 4): Promise<void> {
    for (let round = 0; round < rounds; round++) {
      const filter = FILTERS.filter(() => random() < 0.2);
      const from = Math.floor(FROM + random() * 2 * DAY_MS);
      const to = Math.floor(from + 1 + random() ** 3 * 3 * DAY_MS);
      expect({ filter, groups: await grouped(filter, from, to) }).toEqual({
        filter,
        groups: await recount(filter, from, to),
      });
    }
    expect((await grouped([], FROM - DAY_MS, TO + DAY_MS)).size).toBeGreaterThan(20);
  }

  it('have the counts of their jobs in any window, whatever is changed, signed anew, purged or dropped with its day', async () => {
    await check(8);
    await run(
      `update jobs set is_live = false, state = 'ERROR', error_signature = 'Late: at last', time_stop = time_create + 70000,
         time_known = time_create + 90000 where is_live`
    );
    await run('update jobs set log_lines = log_lines + 1 where not is_live and nid = 3');
    await check();
    await run(
      `update jobs_done set error_signature = error_signature || ' (2)', signature_version = 3 where error_signature like 'Timeout%'`
    );
    await check();
    await run('delete from jobs where not is_live and time_create < $1', [FROM + DAY_MS / 3]);
    await run('delete from jobs_done where time_create between $1 and $2', [FROM + DAY_MS, FROM + 1.1 * DAY_MS]);
    await check();
    const day = partitionName('jobs_done', Math.floor(TO / DAY_MS) - 1);
    await test.database.transaction((transaction) => dropDay(transaction, 'jobs_done', day));
    await check();
    await makePartitions(test.database, TO, { daysBack: 2 });
  });

  it('stay exact while failures of new kinds end side by side', async () => {
    await Promise.all(
      [1, 2, 3, 4].map(async (writer) => {
        for (let round = 0; round < 4; round++) {
          await retryConflicts(() =>
            run(
              `insert into jobs (gid, is_live, time_create, time_stop, time_known, guid, source, organization, category, cmd, nid, queue, state, native_state, error_signature, timeout_seconds)
               select 1, false, $1, $1, $1, 'side-' || $2 || '-' || n, 'controller', 'o', '', 'c', 1, 'io', 'ERROR', 'ERROR', 'Side: ' || ($3 + n % 3), 1
               from generate_series(1, 30) as n`,
              [FROM + DAY_MS + writer, `${writer}-${round}`, round]
            )
          );
        }
      })
    );
    await check(2);
  });

  it('are known for ever: the first and the last of a kind outlive their jobs', async () => {
    const [before] = await run('select key, first_seen from failure_groups order by first_seen limit 1');
    const [{ last } = { last: 0 }] = await run(
      `select max(known) as last from failures f join failure_groups g on g.id = f.group_id where g.key = $1`,
      [before?.key]
    );
    await run(
      `delete from jobs where not is_live and error_signature = (select signature from failure_groups where key = $1)`,
      [before?.key]
    );
    const [after] = await run('select first_seen, last_seen from failure_groups where key = $1', [before?.key]);
    expect(after).toMatchObject({ first_seen: before?.first_seen });
    expect(Number(after?.last_seen)).toBeGreaterThanOrEqual(Number(last));
  });

  it('of a history from before are the same', async () => {
    const state = () =>
      run(
        'select f.known, f.guid, f.node_name, g.signature from failures f join failure_groups g on g.id = f.group_id order by guid'
      );
    const kept = await state();
    await run('truncate failures, failure_groups');
    const sql = readMigrations().find(({ name }) => name.endsWith('-failure-groups.sql'))?.sql ?? '';
    await run(
      sql.slice(
        sql.indexOf(
          'insert into failure_groups (gid, key, signature, first_seen, last_seen, first_guid, first_script, first_version)\nselect distinct on (gid, error_signature) gid'
        ),
        sql.lastIndexOf('insert into failures')
      )
    );
    await run(sql.slice(sql.lastIndexOf('insert into failures')));
    expect(await state()).toEqual(kept);
  });

  it('say where, in which versions and since when they fail, and which are the newest jobs', async () => {
    const question = failureQuestion({ from: FROM, to: TO + DAY_MS });
    const { items, total, byStatus, jobs } = await listFailures(test.database, { question, limit: 2 }, TO, signal);
    expect(items).toHaveLength(2);
    expect(total).toBeGreaterThan(2);
    expect(byStatus).toMatchObject({ new: total, resolved: 0 });
    expect(jobs).toBeGreaterThan(items.reduce((sum, { count }) => sum + count, 0));
    for (const { signature, newestId, newestJobs, nodes, status, firstSeen, lastSeen } of items) {
      const [newest] = await run(
        `select guid, id, (select count(distinct nid) from jobs where error_signature = $1) as nodes
         from jobs where error_signature = $1 order by time_known desc limit 1`,
        [signature]
      );
      expect({ guid: newestJobs[0], id: newestId, nodes, status }).toMatchObject({ ...newest, status: 'new' });
      expect(lastSeen).toBeGreaterThanOrEqual(firstSeen);
    }
  });
});
