import type { LogList, NodeList, UnsentReport } from '@openvcloud/contract';
import { execute, plantScripts, readJob, startAgent, type TestAgent } from '../testing/agent';
import { startTestApp, type TestApp } from '../testing/app';

const HOUR_MS = 3_600_000;

/** Agents report the controller's times; these do not. */
describe('times that cannot be', () => {
  let test: TestApp;
  let agent: TestAgent;
  let now = Date.UTC(2026, 10, 22);
  beforeAll(async () => {
    test = await startTestApp({ now: () => now });
    await plantScripts(test, { 'o/echo': 'def action(): pass\n' });
  });
  beforeEach(async () => {
    await test.database.database.query({ text: 'truncate jobs, nodes, log_lines, node_stats', values: [] });
    agent = await startAgent(test, 1);
  });
  afterAll(() => test.close());

  /** A job that was made ten seconds before, and has just started. */
  const startJob = async () => {
    const guid = (await execute(test, { organization: 'o', name: 'echo', nid: 1 })).jobs[0]?.guid ?? '';
    const made = now;
    await agent.work();
    now += 10_000;
    await agent.report({ kind: 'started', guid, attempt: 1, time: now, pid: 7 });
    return { guid, made };
  };
  const logs = (guid: string, ...times: number[]): UnsentReport => ({
    kind: 'logs',
    guid,
    attempt: 1,
    lines: times.map((time, index) => ({
      seq: index + 1,
      time,
      level: 5,
      category: 'stdout',
      message: `${index + 1}`,
    })),
  });
  const linesOf = async (guid: string) => {
    const { body } = await test.call({ url: `/api/v1/jobs/${guid}/logs`, token: test.tokens.viewer });
    return (body as LogList).items.map(({ seq, time }) => [seq, time]);
  };

  it('of lines become those of the job: not before it was made, and not in the future', async () => {
    const { guid, made } = await startJob();
    await agent.report(logs(guid, 0, made - HOUR_MS, made + 1, now - 1, now + HOUR_MS, 8e15));
    expect(await linesOf(guid)).toEqual([
      [1, made],
      [2, made],
      [3, made + 1],
      [4, now - 1],
      [5, now + 3000],
      [6, now + 3000],
    ]);
  });

  it('of lines are left alone when another controller is behind by what they may differ', async () => {
    const { guid } = await startJob();
    const time = now + 2900;
    await agent.report(logs(guid, time));
    expect(await linesOf(guid)).toEqual([[1, time]]);
  });

  it('of lines are stored once, however often and however late they are sent', async () => {
    const { guid } = await startJob();
    const reports = [{ ...logs(guid, now + HOUR_MS, now + HOUR_MS), seq: 1 }];
    const spool = 'a spool of its own';
    await agent.send(spool, reports);
    const once = await linesOf(guid);
    expect(once).toHaveLength(2);
    now += 60_000;
    await agent.send(spool, reports);
    expect(await linesOf(guid)).toEqual(once);
    expect(await readJob(test, guid)).toMatchObject({ logLines: 2 });
  });

  it('of lines leave them where the job is looked for, also when their agent is a year behind', async () => {
    const { guid, made } = await startJob();
    await agent.report(logs(guid, made - 365 * 24 * HOUR_MS));
    const url = `/api/v1/logs?from=${made}&to=${now + 1}`;
    expect((await test.call({ url, token: test.tokens.viewer })).body).toMatchObject({
      items: [{ jobGuid: guid, seq: 1 }],
    });
  });

  it('of node stats are not in the future, and do not hide those that follow', async () => {
    const stat = (time: number, value: number) => ({ kind: 'stats' as const, stats: [{ time, name: 'load1', value }] });
    await agent.report(stat(now + HOUR_MS, 1));
    now += 10_000;
    await agent.report(stat(now, 2));
    const { items } = (await test.call({ url: '/api/v1/nodes', token: test.tokens.viewer })).body as NodeList;
    expect(items).toMatchObject([{ stats: { load1: 2 } }]);
    const stored = await test.database.database.query({
      text: 'select time from node_stats order by time',
      values: [],
    });
    expect(stored).toEqual([{ time: now - 7_000 }, { time: now }]);
  });
});
