import { pino } from 'pino';
import { act } from '../testing/act';
import { execute, plantScripts, readJob, startAgent, type TestAgent } from '../testing/agent';
import { startTestApp, type TestApp } from '../testing/app';

describe('a move that a job cannot make', () => {
  const logged: Array<Record<string, unknown>> = [];
  let test: TestApp;
  let agent: TestAgent;
  let guid: string;
  beforeAll(async () => {
    const log = pino({ level: 'warn' }, { write: (line) => logged.push(JSON.parse(line) as Record<string, unknown>) });
    test = await startTestApp({ log });
    await plantScripts(test, { 'o/echo': 'def action(): pass\n' });
    agent = await startAgent(test, 1);
  });
  beforeEach(async () => {
    guid = (await execute(test, { organization: 'o', name: 'echo', nid: 1 })).jobs[0]?.guid ?? '';
    await agent.work();
    await agent.report({ kind: 'started', guid, attempt: 1 });
    logged.splice(0);
  });
  afterAll(() => test.close());

  it('is refused and logged when an agent reports it, with the job and what was expected', async () => {
    const { acknowledged, refused } = await agent.report({ kind: 'started', guid, attempt: 1 });
    const reason = 'expected succeed, fail, timeOut, lose, retry, requestCancel for a job in RUNNING, got start';
    expect(refused).toEqual([{ seq: acknowledged, reason }]);
    expect(logged).toMatchObject([
      { level: 40, msg: 'reports refused', nid: 1, count: 1, refused: [{ seq: acknowledged, guid, reason }] },
    ]);
    expect(await readJob(test, guid)).toMatchObject({ state: 'RUNNING' });
  });

  it('is refused and logged when a person asks for it', async () => {
    await agent.report({ kind: 'result', guid, attempt: 1, state: 'OK' });
    const ended = await readJob(test, guid);
    expect(await act(test, 'POST', `/api/v1/jobs/${guid}/cancel`)).toMatchObject({
      status: 409,
      body: { code: 'JOB_ENDED' },
    });
    expect(logged).toMatchObject([
      {
        level: 40,
        msg: 'an illegal move was refused',
        guid,
        user: 'operator',
        reason: 'expected nothing more for a job in OK, got requestCancel',
        requestId: expect.any(String),
      },
    ]);
    expect(await readJob(test, guid)).toEqual(ended);
  });
});
