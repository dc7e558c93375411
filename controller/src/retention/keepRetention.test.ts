import type { AuditList } from '@openvcloud/contract';
import { pino } from 'pino';
import { makePartitions, partitionName } from '../database/partitions';
import { act } from '../testing/act';
import { execute, plantScripts, startAgent, type TestAgent } from '../testing/agent';
import { startTestApp, type TestApp } from '../testing/app';
import { keepRetention } from './keepRetention';
import type { Retention } from './retention';

const DAY_MS = 86_400_000;
const NONE = { days: null, bytes: null };

describe('retention of jobs and their log lines', () => {
  let test: TestApp;
  let agent: TestAgent;
  const today = Date.UTC(2026, 10, 22, 12);
  let now = today;
  beforeAll(async () => {
    test = await startTestApp({ now: () => now });
    await plantScripts(test, { 'o/echo': 'def action(): pass\n' });
  });
  beforeEach(async () => {
    await sql('truncate jobs, nodes, log_lines, node_stats, node_stat_steps, audit_events, job_end_days');
    for (const table of ['jobs_done', 'log_lines', 'node_stats', 'node_stat_steps']) {
      for (let day = 20; day > 0; day--) {
        await sql(`drop table if exists ${partitionName(table, Math.floor(today / DAY_MS) - day)}`);
      }
    }
    agent = await startAgent(test, 1);
  });
  afterAll(() => test.close());

  const sql = <Row extends object>(text: string) =>
    test.database.database.query<Row & Record<string, unknown>>({ text, values: [] });
  /** Goes to so many days before today. */
  const travel = async (daysAgo: number) => {
    now = today - daysAgo * DAY_MS;
    await makePartitions(test.database.database, now);
  };
  const begin = async () => {
    const guid = (await execute(test, { organization: 'o', name: 'echo', nid: 1 })).jobs[0]?.guid ?? '';
    await agent.work();
    await agent.report({ kind: 'started', guid, attempt: 1, time: now });
    return guid;
  };
  let seq = 0;
  const write = (guid: string) =>
    agent.report({
      kind: 'logs',
      guid,
      attempt: 1,
      lines: [{ seq: ++seq, time: now, level: 5, category: 'stdout', message: 'x' }],
    });
  const end = (guid: string) => agent.report({ kind: 'result', guid, attempt: 1, time: now, state: 'OK', result: 1 });
  /** A job that begins and ends that day, with a line. */
  const shortJob = async (daysAgo: number) => {
    await travel(daysAgo);
    const guid = await begin();
    await write(guid);
    await end(guid);
    return guid;
  };
  const retain = async (retention: Partial<Retention>) => {
    await travel(0);
    await keepRetention({
      database: test.database.database,
      gid: 1,
      retention: { jobs: NONE, logs: NONE, stats: NONE, sampleDays: null, auditDays: null, ...retention },
      now: () => now,
      log: pino({ level: 'silent' }),
    });
  };
  const daysAgo = async (table: 'jobs' | 'log_lines', guid: string) => {
    const [column, name] = table === 'jobs' ? ['time_create', 'guid'] : ['time', 'job_guid'];
    const rows = await sql<{ day: number }>(
      `select ${column} / ${DAY_MS} as day from ${table} where ${name} = '${guid}' order by 1`
    );
    return rows.map(({ day }) => Math.floor(today / DAY_MS) - day);
  };
  const drops = async () => {
    const { body } = await act<AuditList>(test, 'GET', '/api/v1/audit?action=retention.drop', {
      token: test.tokens.admin,
    });
    return body.items.map(({ target, details }) => `${target} ${String(details.reason)}`).sort();
  };

  it('drops log lines with the jobs that went by size, and leaves an event for each day', async () => {
    const [old, fresh] = [await shortJob(5), await shortJob(0)];
    await retain({ jobs: { days: null, bytes: 1 } });
    expect(await daysAgo('jobs', old)).toEqual([]);
    expect(await daysAgo('log_lines', old)).toEqual([]);
    expect([await daysAgo('jobs', fresh), await daysAgo('log_lines', fresh)]).toEqual([[0], [0]]);
    expect(await drops()).toEqual(expect.arrayContaining(['jobs_done_20261117 size', 'log_lines_20261117 jobs']));
  });

  it('leaves an event for each day of lines or samples that went by size', async () => {
    await shortJob(5);
    await agent.report({ kind: 'stats', stats: [{ name: 'cpu', value: 1, time: now }] });
    await retain({ logs: { days: null, bytes: 1 }, stats: { days: null, bytes: 1 } });
    expect(await drops()).toEqual(expect.arrayContaining(['log_lines_20261117 size', 'node_stats_20261117 size']));
    const [left] = await sql<{ days: number }>(
      "select count(*) as days from pg_class where relname ~ '^(log_lines|node_stats)_20261117$'"
    );
    expect(left?.days).toBe(0);
  });

  it('keeps a job that ended within the days kept, with the lines of all its time, however long ago it was made', async () => {
    await travel(9);
    const long = await begin();
    await write(long);
    const short = await shortJob(7);
    await write(long);
    await travel(0);
    await write(long);
    await end(long);
    await retain({ jobs: { days: 3, bytes: null } });
    await retain({ jobs: { days: 3, bytes: null } });
    expect(await daysAgo('jobs', long)).toEqual([9]);
    expect(await daysAgo('log_lines', long)).toEqual([9, 7, 0]);
    expect(await daysAgo('jobs', short)).toEqual([]);
    // By size the oldest day goes, whatever ended when.
    await retain({ jobs: { days: 3, bytes: 1 } });
    expect(await daysAgo('jobs', long)).toEqual([]);
  });

  it('drops it when its end is past the days kept, too', async () => {
    await travel(9);
    const long = await begin();
    await write(long);
    await travel(4);
    await write(long);
    await end(long);
    await retain({ jobs: { days: 3, bytes: null } });
    expect([await daysAgo('jobs', long), await daysAgo('log_lines', long)]).toEqual([[], []]);
  });

  it('keeps the lines of a job that has not ended, by age and with other jobs, and drops them by size', async () => {
    await travel(9);
    const running = await begin();
    await write(running);
    await shortJob(5);
    await write(running);
    await retain({ jobs: { days: 3, bytes: 1 }, logs: { days: 2, bytes: null } });
    expect(await daysAgo('log_lines', running)).toEqual([9, 5]);
    await retain({ logs: { days: null, bytes: 1 } });
    expect([await daysAgo('jobs', running), await daysAgo('log_lines', running)]).toEqual([[9], []]);
  });

  it('is not held up by a job that waits, and has no lines', async () => {
    await travel(9);
    await execute(test, { organization: 'o', name: 'echo', nid: 1 });
    agent = await startAgent(test, 2);
    await travel(5);
    await sql(`insert into log_lines (gid, nid, job_guid, organization, cmd, app_name, time, seq, level, category, message)
      values (1, 2, 'gone', 'o', 'echo', 'agent', ${now}, 1, 5, '', 'x')`);
    await retain({ logs: { days: 3, bytes: null } });
    expect(await daysAgo('log_lines', 'gone')).toEqual([]);
  });

  it('keeps a day into which a job ends at the moment when it is to be dropped', async () => {
    await shortJob(9);
    await travel(9);
    const long = await begin();
    await travel(0);
    let dropping: Promise<void> | undefined;
    await test.database.database.transaction(async (transaction) => {
      await transaction.query({
        text: `update jobs set is_live = false, state = 'OK', native_state = 'OK', time_stop = ${now} where guid = '${long}'`,
        values: [],
      });
      dropping = retain({ jobs: { days: 3, bytes: null } });
      dropping.catch(() => undefined);
      await waitUntilLocked();
    });
    await dropping;
    expect(await daysAgo('jobs', long)).toEqual([9]);
  });

  /** Somebody waits for a lock of a table. */
  const waitUntilLocked = async () => {
    for (let waiting = 0; waiting === 0;) {
      const [row] = await test.database.database.read<{ count: number }>({
        text: "select count(*) as count from pg_locks where not granted and locktype = 'relation' and database = (select oid from pg_database where datname = current_database())",
        values: [],
      });
      waiting = row?.count ?? 0;
    }
  };
});
