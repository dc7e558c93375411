import type { BridgedJob, ReportsResponse } from '@openvcloud/contract';
import { execute, plantScripts, startAgent, type TestAgent } from '../testing/agent';
import { startTestApp, type TestApp } from '../testing/app';
import { beatingReaper } from '../testing/beatingReaper';
import { openBridge, type TestBridge } from '../testing/bridge';

// A busy machine may be slow; a hang is still found.
jest.setTimeout(60_000);

describe('jobs of another controller, on a node and with a role that ours have too', () => {
  let now = Date.now();
  let test: TestApp;
  let agent: TestAgent;
  let bridge: TestBridge;
  const job = (key: string, changes: Partial<BridgedJob>): BridgedJob => ({
    key,
    gid: 1,
    nid: 1,
    organization: 'o',
    cmd: 'echo',
    jumpscriptId: 'o:echo',
    queue: 'default',
    roles: ['node'],
    state: 'SCHEDULED',
    nativeState: 'SCHEDULED',
    timeCreate: now - 3_600_000,
    timeStart: null,
    timeStop: null,
    ...changes,
  });
  const statesOf = async () =>
    (
      await test.database.database.query<{ key: string; state: string }>({
        text: `select native_id as key, native_state as state from jobs where source = 'old' order by 1`,
        values: [],
      })
    ).map(({ key, state }) => `${key} ${state}`);

  beforeAll(async () => {
    test = await startTestApp({ now: () => now });
    await plantScripts(test, { 'o/echo': 'def action(): pass\n' });
    agent = await startAgent(test, 1, ['node']);
    bridge = await openBridge(test, 'old', 'ac1');
    await bridge.jobs([
      job('on node', {}),
      job('for role', { nid: null }),
      job('runs', { state: 'RUNNING', nativeState: 'STARTED', timeStart: now - 3_000_000 }),
    ]);
  });
  afterAll(() => test.close());

  it('are handed to no agent of ours, which gets what is its own', async () => {
    const { jobs } = await execute(test, { organization: 'o', name: 'echo', nid: 1 });
    expect((await agent.work({ default: 5 })).map(({ guid }) => guid)).toEqual(jobs.map(({ guid }) => guid));
    expect(await agent.work({ default: 5 }, 50)).toEqual([]);
  });

  it('are not given up, however long nobody is heard', async () => {
    const before = await statesOf();
    const reaper = beatingReaper(test, () => now);
    for (let minute = 0; minute < 60; minute++) {
      now += 60_000;
      await reaper.pass();
    }
    expect(await statesOf()).toEqual(before);
  });

  it('are not ended by what an agent of ours reports, nor by its node being decommissioned', async () => {
    const before = await statesOf();
    const [row] = await test.database.database.query<{ guid: string }>({
      text: `select guid from jobs where native_id = 'runs'`,
      values: [],
    });
    const again = await agent.restart();
    const answer: ReportsResponse = await again.report({
      kind: 'result',
      guid: row?.guid ?? '',
      attempt: 1,
      state: 'OK',
      time: now,
    });
    expect(answer.refused).toHaveLength(1);
    await test.call({
      method: 'PUT',
      url: '/api/v1/nodes/1',
      token: test.tokens.admin,
      payload: { status: 'DECOMMISSIONED' },
    });
    expect(await statesOf()).toEqual(before);
  });
});
