import {
  LIMITS,
  type JobList,
  type LogList,
  type ReportedLine,
  type UnsentReport,
  type ResultReport,
  type LogsReport,
} from '@openvcloud/contract';
import { execute, plantScripts, readJob, startAgent, type TestAgent } from '../testing/agent';
import { startTestApp, type TestApp } from '../testing/app';

jest.setTimeout(60_000);

const FULL = { droppedBecause: ['SPOOL_FULL' as const] };

describe('log lines that were left out', () => {
  let test: TestApp;
  let agent: TestAgent;
  beforeAll(async () => {
    test = await startTestApp();
    await plantScripts(test, { 'o/echo': 'def action(): pass\n', 'o/quiet': 'log = False\ndef action(): pass\n' });
    agent = await startAgent(test, 1);
  });
  afterAll(() => test.close());

  const get = async (path: string) => {
    const { status, body } = await test.call({ url: `/api/v1/${path}`, token: test.tokens.viewer });
    expect(status).toBe(200);
    return { body };
  };
  const exported = async (query: string): Promise<string> => {
    const headers = { authorization: `Bearer ${test.tokens.viewer}` };
    return (await test.app.inject({ url: `/api/v1/export${query}`, headers })).body;
  };
  const running = async (more: { name?: string; maxAttempts?: number } = {}): Promise<string> => {
    const { jobs } = await execute(test, { organization: 'o', name: 'echo', nid: 1, backoffSeconds: 0, ...more });
    const guid = jobs[0]?.guid ?? '';
    await agent.work();
    await agent.report({ kind: 'started', guid, attempt: 1, time: Date.now(), pid: 7 });
    return guid;
  };
  const logs = (
    guid: string,
    count: number,
    more: Partial<LogsReport> = {}
  ): UnsentReport & { lines: ReportedLine[] } => ({
    kind: 'logs',
    guid,
    attempt: 1,
    lines: Array.from({ length: count }, (_, n) => ({ seq: n + 1, time: n, level: 5, category: 'c', message: `${n}` })),
    ...more,
  });
  const ended = (guid: string, more: Partial<ResultReport> = {}): UnsentReport => ({
    kind: 'result',
    guid,
    attempt: 1,
    time: Date.now(),
    state: 'OK',
    ...more,
  });
  const error = { type: 'E', message: 'm', backtrace: null, file: null, line: null, function: null, code: null };
  const dropped = async () =>
    Number(/^openvcloud_log_lines_dropped_total (\d+)$/m.exec((await test.call({ url: '/metrics' })).text)?.[1]);

  it('are counted while the job runs, also without a line beside them, and each report once', async () => {
    const before = await dropped();
    const guid = await running();
    expect(await readJob(test, guid)).toMatchObject({ droppedLines: 0, droppedBecause: [] });
    const spool = `spool-of-${guid}`;
    const reports = [
      { seq: 1, ...logs(guid, 2, { droppedLines: 10, ...FULL }) },
      { seq: 2, ...logs(guid, 0, { droppedLines: 5, ...FULL }) },
    ];
    await agent.send(spool, reports);
    await agent.send(spool, reports);
    expect(await readJob(test, guid)).toMatchObject({ state: 'RUNNING', logLines: 2, droppedLines: 15, ...FULL });
    await agent.report(ended(guid, { droppedLines: 3, droppedBecause: ['LINE_LIMIT'] }));
    const told = { logLines: 2, droppedLines: 18, droppedBecause: ['SPOOL_FULL', 'LINE_LIMIT'] };
    expect(await readJob(test, guid)).toMatchObject({ state: 'OK', ...told });
    expect((await dropped()) - before).toBe(18);
    const list = (await get('jobs?filter=cmd|=|echo')).body as JobList;
    expect(list.items.find((job) => job.guid === guid)).toMatchObject(told);
    expect(await exported('?format=csv')).toContain('droppedLines');
    const row = (await exported('')).split('\n').find((line) => line.includes(guid)) ?? '';
    expect(JSON.parse(row)).toMatchObject(told);
  });

  it('are said where the log is read', async () => {
    const guid = await running();
    await agent.report(logs(guid, 8, { droppedLines: 12_000, ...FULL }));
    const notice = "12,000 of 12,008 lines were left out: no room on the node's disk for what waits to be delivered.";
    const { coverage, items } = (await get(`jobs/${guid}/logs`)).body as LogList;
    expect(items).toHaveLength(8);
    expect(coverage).toMatchObject({ isCut: true, notice });
    const last = (await exported(`?of=logs&guid=${guid}`)).trim().split('\n').at(-1) ?? '';
    expect(JSON.parse(last)).toMatchObject({ rows: 8, coverage: { isCut: true, notice } });
    const other = await running();
    expect(((await get(`jobs/${other}/logs`)).body as LogList).coverage).toMatchObject({ isCut: false, notice: null });
  });

  it('of an attempt that is tried again are not forgotten, though its result comes alone', async () => {
    const guid = await running({ maxAttempts: 2 });
    await agent.report(ended(guid, { state: 'ERROR', error, droppedLines: 15, ...FULL }));
    expect(await readJob(test, guid)).toMatchObject({ state: 'SCHEDULED', attempt: 2, droppedLines: 15, ...FULL });
    await agent.work();
    await agent.report(ended(guid, { attempt: 2, droppedLines: 1, ...FULL }));
    expect(await readJob(test, guid)).toMatchObject({ state: 'OK', droppedLines: 16 });
  });

  it('beyond the lines a job may have are counted here as well', async () => {
    const guid = await running();
    await test.database.database.query({
      text: 'update jobs_live set log_lines = $1 where guid = $2',
      values: [LIMITS.linesPerJob - 2, guid],
    });
    await agent.report(logs(guid, 5));
    const full = { logLines: LIMITS.linesPerJob, droppedLines: 3, droppedBecause: ['LINE_LIMIT'] };
    expect(await readJob(test, guid)).toMatchObject(full);
    await agent.report({ kind: 'logs', guid, attempt: 1, lines: logs(guid, 9).lines.slice(5) }, ended(guid));
    expect(await readJob(test, guid)).toMatchObject({ ...full, droppedLines: 7 });
    expect(((await get(`jobs/${guid}/logs`)).body as LogList).items).toHaveLength(2);
  });

  it('are not counted when none were wanted', async () => {
    const guid = await running({ name: 'quiet' });
    await agent.report(logs(guid, 3), ended(guid));
    expect(await readJob(test, guid)).toMatchObject({ logLines: 0, droppedLines: 0 });
  });
});
