import { act } from '../testing/act';
import { execute, plantScripts, startAgent, type TestAgent } from '../testing/agent';
import { startTestApp, type TestApp } from '../testing/app';
import { holdRows } from '../testing/heldRows';

describe('a long poll', () => {
  let test: TestApp;
  let agent: TestAgent;
  let looks = 0;
  beforeAll(async () => {
    test = await startTestApp();
    test.database.database.onTiming((name) => {
      looks += name === 'assign_jobs' ? 1 : 0;
    });
    await plantScripts(test, { 'o/echo': 'def action(): pass\n' });
  });
  beforeEach(async () => {
    await test.database.database.query({ text: 'truncate jobs, nodes', values: [] });
    agent = await startAgent(test, 1, ['node', 'storage']);
    looks = 0;
  });
  afterAll(() => test.close());
  const give = async (target: { nid: number } | { role: string }) =>
    (await execute(test, { organization: 'o', name: 'echo', ...target })).jobs[0]?.guid ?? '';

  it.each([
    ['its node', { nid: 1 }],
    ['its role', { role: 'storage' }],
    ['any node', { role: '*' }],
  ])(
    'finds a job for %s that another one locked and did not take, though nobody announces it again',
    async (_title, target) => {
      const guid = await give(target);
      // Another agent's assignment locks more than it takes.
      const hold = await holdRows(test.database.database, { text: 'select 1 from jobs_live for update', values: [] });
      const poll = agent.work({ default: 1 }, 60_000);
      while (test.services.waiters.size === 0 || looks === 0) {
        await new Promise((resolve) => setImmediate(resolve));
      }
      await hold.release();
      expect((await poll).map((job) => job.guid)).toEqual([guid]);
    },
    // It looks by itself after ten seconds.
    9_000
  );

  it('rests when nothing waits that it could take', async () => {
    const other = await startAgent(test, 2, ['other']);
    await give({ role: 'other' });
    await give({ nid: 2 });
    // A look at the beginning and one at the end.
    expect(await agent.work({ default: 1, io: 1 }, 300)).toEqual([]);
    await act(test, 'PUT', '/api/v1/nodes/2', { payload: { status: 'DECOMMISSIONED' } });
    expect(await other.work({ default: 1 }, 300)).toEqual([]);
    expect(looks).toBe(4);
  });
});
