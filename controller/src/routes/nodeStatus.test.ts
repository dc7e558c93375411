import type { AuditList } from '@openvcloud/contract';
import { act } from '../testing/act';
import { execute, plantScripts, readJob, startAgent, type TestAgent } from '../testing/agent';
import { startTestApp, type TestApp } from '../testing/app';

describe('the status of a node', () => {
  let test: TestApp;
  let agent: TestAgent;
  beforeAll(async () => {
    test = await startTestApp();
    await plantScripts(test, { 'o/echo': 'def action(): pass\n' });
    agent = await startAgent(test, 1);
  });
  afterAll(() => test.close());
  const set = (status: string, nid = 1) => act(test, 'PUT', `/api/v1/nodes/${nid}`, { payload: { status } });
  const echo = { organization: 'o', name: 'echo' };

  it('DECOMMISSIONED ends what waits for the node, and gives it nothing more, until it is ENABLED again', async () => {
    const forNode = (await execute(test, { ...echo, nid: 1 })).jobs[0]?.guid ?? '';
    const forRole = (await execute(test, { ...echo, role: 'node' })).jobs[0]?.guid ?? '';
    expect(await set('DECOMMISSIONED')).toMatchObject({ status: 200, body: { nid: 1, status: 'DECOMMISSIONED' } });
    expect(await readJob(test, forNode)).toMatchObject({
      state: 'ERROR',
      nativeState: 'NOWORK',
      error: { message: expect.stringContaining('decommissioned while this job waited') },
    });
    expect(await agent.work()).toEqual([]);
    expect(await readJob(test, forRole)).toMatchObject({ state: 'SCHEDULED' });
    expect((await execute(test, { ...echo, nid: 1 })).jobs[0]).toMatchObject({ nativeState: 'NOWORK' });
    agent = await agent.restart();
    expect(await agent.work()).toEqual([]);
    await set('ENABLED');
    expect((await agent.work()).map(({ guid }) => guid)).toEqual([forRole]);
  });

  it('MAINTENANCE takes what people ask for', async () => {
    await set('MAINTENANCE');
    const { jobs } = await execute(test, { ...echo, nid: 1 });
    expect((await agent.work()).map(({ guid }) => guid)).toEqual([jobs[0]?.guid]);
  });

  it('is refused for an unknown node or word, and audited', async () => {
    expect(await set('ENABLED', 99)).toMatchObject({ status: 404, body: { code: 'UNKNOWN_NODE' } });
    expect(await set('AWAY')).toMatchObject({ status: 400, body: { code: 'BAD_BODY' } });
    const { body } = await act<AuditList>(test, 'GET', '/api/v1/audit?action=node.setStatus&limit=3', {
      token: test.tokens.admin,
    });
    expect(body.items).toMatchObject([
      { target: '/api/v1/nodes/1', outcome: 'BAD_BODY' },
      { target: '99', outcome: 'UNKNOWN_NODE' },
      { target: '1', outcome: 'OK', details: { from: 'ENABLED', to: 'MAINTENANCE', jobsEnded: 0 } },
    ]);
  });
});
