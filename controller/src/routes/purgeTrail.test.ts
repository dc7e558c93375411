import type { AuditList, PurgeResponse } from '@openvcloud/contract';
import { makePartitions } from '../database/partitions';
import { act } from '../testing/act';
import { startTestApp, type TestApp } from '../testing/app';

const JOBS = 2500;
const NOW = Date.UTC(2026, 10, 22, 12);

describe('the trail of a purge', () => {
  let test: TestApp;
  beforeAll(async () => {
    test = await startTestApp({ now: () => NOW });
    await makePartitions(test.database.database, NOW);
  });
  beforeEach(async () => {
    await sql('truncate jobs, audit_events');
    await sql(`insert into jobs (gid, is_live, time_create, guid, source, organization, category, cmd, queue, state, native_state, time_stop, timeout_seconds)
      select 1, false, ${NOW} - 10000 + n, 'job-' || n, 'ac2', 'o', 'c', 'echo', 'default', 'OK', 'OK', ${NOW}, 60 from generate_series(1, ${JOBS}) as n`);
  });
  afterAll(() => test.close());

  const sql = <Row extends object>(text: string) =>
    test.database.database.query<Row & Record<string, unknown>>({ text, values: [] });
  const purge = () => act<PurgeResponse>(test, 'DELETE', `/api/v1/jobs?olderThan=${NOW}`);
  const trail = async () =>
    (await act<AuditList>(test, 'GET', '/api/v1/audit', { token: test.tokens.admin })).body.items.map(
      ({ action, outcome, details }) => ({ action, outcome, jobs: details.jobs })
    );
  const until = async <Value>(look: () => Promise<Value | undefined>): Promise<Value> => {
    for (;;) {
      const found = await look();
      if (found !== undefined) {
        return found;
      }
    }
  };
  const blocked = async () =>
    (
      await sql<{ pid: number }>(
        `select pid from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and query like 'delete from jobs_done%'`
      )
    )[0]?.pid;

  it('says with each batch how much is gone, so that one cut short leaves it behind, and how it ended', async () => {
    let answer: ReturnType<typeof purge> | undefined;
    await test.database.database.transaction(async (transaction) => {
      // Somebody holds a job of the second batch.
      await transaction.query({ text: "select 1 from jobs_done where guid = 'job-1500' for update", values: [] });
      answer = purge();
      const pid = await until(blocked);
      // What a controller that dies now leaves behind.
      expect(await trail()).toEqual([{ action: 'job.purge', outcome: 'RUNNING', jobs: 1000 }]);
      expect(await sql('select 1 from jobs_done where time_create is not null')).toHaveLength(JOBS - 1000);
      await sql(`select pg_terminate_backend(${pid})`);
      expect((await answer).status).toBe(503);
    });
    expect(await trail()).toEqual([{ action: 'job.purge', outcome: 'DATABASE_UNAVAILABLE', jobs: 1000 }]);
    expect(await purge()).toMatchObject({ status: 200, body: { jobs: JOBS - 1000 } });
    expect((await trail())[0]).toEqual({ action: 'job.purge', outcome: 'OK', jobs: JOBS - 1000 });
    expect(await trail()).toHaveLength(2);
  });

  it('is one event also when nothing was there, and when it was refused', async () => {
    await purge();
    expect(await trail()).toEqual([{ action: 'job.purge', outcome: 'OK', jobs: JOBS }]);
    await purge();
    await act(test, 'DELETE', `/api/v1/jobs?olderThan=${NOW + 1}`);
    expect(await trail()).toEqual([
      { action: 'job.purge', outcome: 'BAD_TIME_RANGE', jobs: 0 },
      { action: 'job.purge', outcome: 'OK', jobs: 0 },
      { action: 'job.purge', outcome: 'OK', jobs: JOBS },
    ]);
  });
});
