import type { LogList, NodeList, UnsentReport, ReportsResponse } from '@openvcloud/contract';
import { randomUUID } from 'node:crypto';
import { execute, plantScripts, readJob, startAgent, type TestAgent } from '../testing/agent';
import { startTestApp, type TestApp } from '../testing/app';

describe('an agent’s token', () => {
  let test: TestApp;
  let victim: TestAgent;
  let attacker: TestAgent;
  let guid: string;
  let hash: string;
  const now = Date.UTC(2026, 10, 22);
  beforeAll(async () => {
    test = await startTestApp({ now: () => now });
    await plantScripts(test, { 'o/echo': 'def action(): pass\n' });
    victim = await startAgent(test, 1);
    attacker = await startAgent(test, 2);
    const { jobs } = await execute(test, { organization: 'o', name: 'echo', nid: 1 });
    guid = jobs[0]?.guid ?? '';
    hash = (await victim.work())[0]?.hash ?? '';
  });
  afterAll(() => test.close());

  /** With the attacker's token, as if it were the victim. */
  const pretend = (path: string, body: object) =>
    test.call({
      method: 'POST',
      url: `/api/v1/agent/${path}`,
      token: attacker.token,
      payload: { sessionId: victim.sessionId, ...body },
    });

  it.each([
    ['work', { free: { default: 1 }, waitMs: 0 }],
    ['heartbeat', { running: [] }],
  ])('cannot use the session of another node: %s', async (path, body) => {
    expect(await pretend(path, body)).toMatchObject({ status: 409, body: { code: 'UNKNOWN_SESSION' } });
  });

  it.each<[string, object]>([
    ['its start', { kind: 'started', attempt: 1, time: now, pid: 7 }],
    ['its result', { kind: 'result', attempt: 1, state: 'OK', result: 'forged', time: now }],
    [
      'log lines',
      { kind: 'logs', attempt: 1, lines: [{ seq: 1, time: now, level: 5, category: 'stdout', message: 'forged' }] },
    ],
  ])('cannot report on the job of another node: %s', async (_what, report) => {
    const { status, body } = await pretend('reports', {
      spoolId: randomUUID(),
      reports: [{ seq: 1, guid, ...report }],
    });
    expect(status).toBe(200);
    expect((body as ReportsResponse).refused).toEqual([
      { seq: 1, reason: 'expected a job of node 2, got one of node 1' },
    ]);
    expect(await readJob(test, guid)).toMatchObject({ state: 'SCHEDULED', result: null, logLines: 0 });
    const lines = await test.call({ url: `/api/v1/jobs/${guid}/logs`, token: test.tokens.viewer });
    expect((lines.body as LogList).items).toEqual([]);
  });

  it('does not keep the jobs of another node, or learn of them', async () => {
    expect(await attacker.heartbeat([guid])).toMatchObject({ cancel: [], unknown: [guid] });
    expect(await attacker.work()).toEqual([]);
  });

  it('registers its own node, whatever name it gives', async () => {
    const registration = { name: 'node-1', roles: ['node'], addresses: [], workers: {}, agentVersion: '1', pid: 1 };
    expect(await pretend('register', registration)).toMatchObject({ status: 200, body: { nid: 2 } });
    const { body } = await test.call({ url: '/api/v1/nodes', token: test.tokens.viewer });
    expect((body as NodeList).items.map(({ nid }) => nid)).toEqual([1, 2]);
    expect(await victim.heartbeat([guid])).toMatchObject({ unknown: [] });
  });

  it('reads any JumpScript by its hash: sources are no secret among agents', async () => {
    const answer = await test.call({ url: `/api/v1/agent/jumpscripts/${hash}`, token: attacker.token });
    expect(answer).toMatchObject({ status: 200, body: { text: 'def action(): pass\n' } });
  });
});
