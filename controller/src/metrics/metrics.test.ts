import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { foldCounts } from '../counts/foldCounts';
import { startAgent, execute, plantScripts, type TestAgent } from '../testing/agent';
import { startTestApp, type TestApp } from '../testing/app';

const HOUR = 3_600_000;
const OUTCOMES = ['stored', 'refused', 'repeated'];

describe('the metrics', () => {
  let test: TestApp;
  let agent: TestAgent;
  let now = 1_760_000_000_000;
  beforeAll(async () => {
    test = await startTestApp({ now: () => now });
    await plantScripts(test, { 'monitor/disk': 'def action():\n    pass\n' });
    agent = await startAgent(test, 7);
  });
  afterAll(() => test.close());

  const metrics = async () => (await test.call({ url: '/metrics' })).text;
  const give = async () => (await execute(test, { organization: 'monitor', name: 'disk', nid: 7 })).jobs[0]?.guid ?? '';
  const about = (guid: string) => ({ guid, attempt: 1 });
  /** The number of a sample; 0 when it was never counted. */
  const read = async (sample: string) =>
    Number(
      (await metrics())
        .split('\n')
        .find((line) => line.startsWith(`${sample} `))
        ?.slice(sample.length) ?? 0
    );

  it('are all listed in docs/metrics.md, and nothing else is', async () => {
    const docs = readFileSync(join(__dirname, '../../../docs/metrics.md'), 'utf8');
    const listed = [...docs.matchAll(/^\| `(openvcloud_\w+)` \| (\w+)/gm)].map(([, name, type]) => `${name} ${type}`);
    const registered = test.services.metrics.registry.getMetricsAsArray();
    const ours = registered.filter(({ name }) => name.startsWith('openvcloud_'));
    const text = await metrics();
    const typeOf = (name: string) => new RegExp(`^# TYPE ${name} (\\w+)$`, 'm').exec(text)?.[1];
    expect(listed.sort()).toEqual(ours.map(({ name }) => `${name} ${typeOf(name)}`).sort());
  });

  it('follow the names of Prometheus: counters end in _total, nothing else does', async () => {
    const types = [...(await metrics()).matchAll(/^# TYPE (openvcloud_\w+) (\w+)$/gm)];
    expect(types.length).toBeGreaterThan(10);
    expect(types.filter(([, name, type]) => (type === 'counter') !== name?.endsWith('_total'))).toEqual([]);
  });

  it('measure wait and run of a job from milliseconds to hours, and how late its lines are', async () => {
    const guid = await give();
    await agent.work();
    now += 20;
    await agent.report({ kind: 'started', ...about(guid), time: now });
    now += 2 * HOUR;
    const line = (seq: number, time: number) => ({ seq, time, level: 5, category: 'stdout', message: 'x' });
    await agent.report({ kind: 'logs', ...about(guid), lines: [line(1, now - 30_000), line(2, now)] });
    await agent.report({ kind: 'result', ...about(guid), time: now, state: 'OK', result: null });
    const text = await metrics();
    expect(text).toContain('openvcloud_job_wait_seconds_bucket{le="0.005",queue="default"} 0');
    expect(text).toContain('openvcloud_job_wait_seconds_bucket{le="0.025",queue="default"} 1');
    expect(text).toContain('openvcloud_job_run_seconds_bucket{le="3600",queue="default",state="OK"} 0');
    expect(text).toContain('openvcloud_job_run_seconds_bucket{le="14400",queue="default",state="OK"} 1');
    expect(text).toContain('openvcloud_log_line_lag_seconds_sum 30\n');
    expect(text).toContain('openvcloud_log_lines_stored_total 2\n');
  });

  it('count every end, also of jobs that never ran', async () => {
    const before = await read('openvcloud_jobs_ended_total{state="ERROR",queue="default"}');
    const guid = await give();
    const cancel = { method: 'POST' as const, url: `/api/v1/jobs/${guid}/cancel`, token: test.tokens.operator };
    await test.call(cancel);
    await test.call(cancel);
    await execute(test, { organization: 'monitor', name: 'disk', role: 'nobody' });
    expect(await read('openvcloud_jobs_ended_total{state="ERROR",queue="default"}')).toBe(before + 2);
    expect(await read('openvcloud_count_backlog_rows')).toBeGreaterThan(0);
    await foldCounts(test.database.database);
    expect(await read('openvcloud_count_backlog_rows')).toBe(0);
  });

  it('tell stored, refused and repeated reports apart', async () => {
    const count = () => Promise.all(OUTCOMES.map((outcome) => read(`openvcloud_reports_total{outcome="${outcome}"}`)));
    const before = await count();
    const stats = { kind: 'stats' as const, stats: [{ time: now, name: 'load1', value: 1 }] };
    const reports = [
      { seq: 1, ...stats },
      { seq: 2, kind: 'started' as const, guid: 'unknown', attempt: 1, time: now },
    ];
    await agent.send('a-spool-of-its-own', reports);
    await agent.send('a-spool-of-its-own', reports);
    const after = await count();
    expect(after.map((total, index) => total - (before[index] ?? 0))).toEqual([1, 1, 2]);
  });

  it('tell what an agent has yet to deliver, until it is not heard for a lease', async () => {
    await agent.heartbeat([], { spoolBytes: 1234 });
    expect(await metrics()).toContain('openvcloud_agent_spool_bytes{node="node-7"} 1234\n');
    now += HOUR;
    expect(await metrics()).not.toContain('openvcloud_agent_spool_bytes{');
  });
});
