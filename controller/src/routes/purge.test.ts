import type { AuditList, PurgeResponse } from '@openvcloud/contract';
import { pino } from 'pino';
import { makePartitions } from '../database/partitions';
import { keepRetention } from '../retention/keepRetention';
import type { Retention } from '../retention/retention';
import { act } from '../testing/act';
import { execute, plantScripts, startAgent, type TestAgent } from '../testing/agent';
import { startTestApp, type TestApp } from '../testing/app';

const DAY_MS = 86_400_000;
const NONE = { days: null, bytes: null };

describe('removing what is old', () => {
  let test: TestApp;
  let agent: TestAgent;
  const today = Date.UTC(2026, 10, 22, 12);
  let now = today;
  beforeAll(async () => {
    test = await startTestApp({ now: () => now });
    await plantScripts(test, { 'o/echo': 'def action(): pass\n' });
  });
  beforeEach(async () => {
    await test.database.database.query({ text: 'truncate jobs, nodes, log_lines, audit_events', values: [] });
    // Ten days, each with one ended and one running job, and a line of both.
    for (let day = 9; day >= 0; day--) {
      now = today - day * DAY_MS;
      await makePartitions(test.database.database, now);
      agent = await startAgent(test, 1);
      const [done, running] = [await run(), await run()];
      await agent.work();
      const started = { kind: 'started' as const, attempt: 1, time: now };
      await agent.report({ ...started, guid: done }, { ...started, guid: running }, line(done), line(running));
      await agent.report({ kind: 'result', guid: done, attempt: 1, time: now, state: 'OK' });
    }
    await agent.report({ kind: 'stats', stats: [{ name: 'cpu', value: 1, time: now - 5 * DAY_MS }] });
  });
  afterAll(() => test.close());

  const run = async () => (await execute(test, { organization: 'o', name: 'echo', nid: 1 })).jobs[0]?.guid ?? '';
  const line = (guid: string) => ({
    kind: 'logs' as const,
    guid,
    attempt: 1,
    lines: [{ seq: 1, time: now, level: 5, category: 'stdout', message: 'x' }],
  });
  const count = async (table: string) => {
    const [row] = await test.database.database.query<{ count: number }>({
      text: `select count(*) as count from ${table}`,
      values: [],
    });
    return row?.count;
  };
  const purge = (olderThan: number) => act<PurgeResponse>(test, 'DELETE', `/api/v1/jobs?olderThan=${olderThan}`);
  const audit = async (action: string) =>
    (await act<AuditList>(test, 'GET', `/api/v1/audit?action=${action}`, { token: test.tokens.admin })).body.items;
  const retain = (retention: Partial<Retention>) =>
    keepRetention({
      database: test.database.database,
      gid: 1,
      retention: { jobs: NONE, logs: NONE, stats: NONE, sampleDays: null, auditDays: null, ...retention },
      now: () => now,
      log: pino({ level: 'silent' }),
    });

  it('purges ended jobs with their lines, never what has not finished, and says so in the trail', async () => {
    const answer = await purge(today - 4 * DAY_MS);
    expect(answer).toMatchObject({ status: 200, body: { jobs: 5, logLines: 5, unfinished: 5 } });
    expect([await count('jobs_done'), await count('jobs_live'), await count('log_lines')]).toEqual([5, 10, 15]);
    expect(await audit('job.purge')).toMatchObject([
      {
        user: 'operator',
        outcome: 'OK',
        target: new Date(today - 4 * DAY_MS).toISOString(),
        details: { jobs: 5, logLines: 5 },
      },
    ]);
    expect(await purge(today - 4 * DAY_MS)).toMatchObject({ body: { jobs: 0, logLines: 0 } });
  });

  it('refuses to purge by a time that has not come', async () => {
    expect(await purge(today + 1)).toMatchObject({ status: 400, body: { code: 'BAD_TIME_RANGE' } });
    expect(await act(test, 'DELETE', '/api/v1/jobs')).toMatchObject({ status: 400, body: { code: 'BAD_PARAMETER' } });
    expect(await count('jobs_done')).toBe(10);
    expect(await audit('job.purge')).toMatchObject([
      { outcome: 'BAD_PARAMETER' },
      { outcome: 'BAD_TIME_RANGE', details: { jobs: 0 } },
    ]);
  });

  it('drops jobs of days past their age; unfinished jobs stay, with the lines since they began', async () => {
    await retain({ jobs: { days: 3, bytes: null } });
    expect([await count('jobs_done'), await count('jobs_live'), await count('log_lines')]).toEqual([4, 10, 20]);
    const targets = (await audit('retention.drop')).map(({ target, user }) => `${user} ${target}`);
    expect(targets).toContain('controller jobs_done_20261118');
    expect(targets).not.toContain('controller jobs_done_20261119');
    await retain({ jobs: { days: 3, bytes: null } });
    expect(await audit('retention.drop')).toHaveLength(targets.length);
  });

  it('keeps kinds for different times, and drops the oldest days of what takes too much space', async () => {
    await retain({ logs: { days: null, bytes: 1 }, stats: { days: 2, bytes: null } });
    expect([await count('jobs_done'), await count('log_lines'), await count('node_stats')]).toEqual([10, 2, 0]);
  });

  it('leaves counts that agree with the jobs that are left', async () => {
    const excess = async () => {
      const { body } = await act<{ total: number }>(test, 'GET', '/api/v1/stats/jobs?groupBy=state');
      return body.total - ((await count('jobs')) ?? 0);
    };
    // Truncating between tests is not a way that jobs go.
    const before = await excess();
    await purge(today - 8 * DAY_MS);
    expect(await excess()).toBe(before);
    await retain({ jobs: { days: 3, bytes: null } });
    expect(await count('jobs')).toBe(14);
    expect(await excess()).toBe(before);
  });

  it('drops a day once when two controllers try', async () => {
    await Promise.all([retain({ jobs: { days: 5, bytes: null } }), retain({ jobs: { days: 5, bytes: null } })]);
    const targets = (await audit('retention.drop')).map(({ target }) => target);
    expect(new Set(targets).size).toBe(targets.length);
    expect(await count('jobs_done')).toBe(6);
  });
});
