import type { HeartbeatResponse } from '@openvcloud/contract';
import { execute, plantScripts, readJob, startAgent, type TestAgent } from '../testing/agent';
import { startTestApp, type TestApp } from '../testing/app';

// A busy machine may be slow; a hang is still found.
jest.setTimeout(60_000);

describe('jobs that a stopping agent hands back', () => {
  let test: TestApp;
  let leaving: TestAgent;
  let other: TestAgent;
  beforeAll(async () => {
    test = await startTestApp();
    await plantScripts(test, { 'o/echo': 'def action(): pass\n' });
    leaving = await startAgent(test, 1);
    other = await startAgent(test, 2);
  });
  afterAll(() => test.close());

  const made = async (target: { nid: number } | { role: string }) =>
    (await execute(test, { organization: 'o', name: 'echo', ...target })).jobs[0]?.guid ?? '';
  const handBack = (agent: TestAgent, handedBack: string[], running: string[] = []): Promise<HeartbeatResponse> =>
    agent.heartbeat(running, { handedBack });
  const guids = async (agent: TestAgent) => (await agent.work()).map(({ guid }) => guid);

  it('wait again at once: for a role at any node with it, else for their node', async () => {
    const [anywhere, here] = [await made({ role: 'node' }), await made({ nid: 1 })];
    expect((await guids(leaving)).sort()).toEqual([anywhere, here].sort());
    expect(await handBack(leaving, [anywhere, here])).toMatchObject({ cancel: [], unknown: [] });
    expect(await guids(other)).toEqual([anywhere]);
    expect(await guids(leaving)).toEqual([here]);
    expect(await readJob(test, anywhere)).toMatchObject({ state: 'SCHEDULED', attempt: 1, nid: 2 });
  });

  it('are only its own, and only those that have not begun', async () => {
    const [begun, others] = [await made({ nid: 1 }), await made({ nid: 2 })];
    await leaving.work();
    await other.work();
    await leaving.report({ kind: 'started', guid: begun, attempt: 1, time: Date.now(), pid: 1 });
    await handBack(leaving, [begun, others, 'no-such-job'], [begun]);
    expect(await readJob(test, begun)).toMatchObject({ state: 'RUNNING' });
    expect(await guids(leaving)).toEqual([]);
    expect(await guids(other)).toEqual([]);
  });
});
