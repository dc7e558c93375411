import type { AuditList, NodeList, RegisterResponse, TokenCreated } from '@openvcloud/contract';
import { randomUUID } from 'node:crypto';
import { act } from '../testing/act';
import { execute, plantScripts, readJob, startAgent, type TestAgent } from '../testing/agent';
import { startTestApp, type TestApp } from '../testing/app';

// A busy machine may be slow; a hang is still found.
jest.setTimeout(60_000);

describe('an agent that claims what another node is', () => {
  let test: TestApp;
  let victim: TestAgent;
  beforeAll(async () => {
    test = await startTestApp();
    await plantScripts(test, { 'o/echo': 'roles = ["storage"]\ndef action(): pass\n' });
    victim = await startAgent(test, 1, ['node', 'storage']);
  });
  afterAll(() => test.close());

  const makeToken = (payload: object) =>
    act<TokenCreated>(test, 'POST', '/api/v1/tokens', { token: test.tokens.admin, payload });
  const nodeOf = async (nid: number) => {
    const { body } = await test.call({ url: '/api/v1/nodes', token: test.tokens.viewer });
    return (body as NodeList).items.find((node) => node.nid === nid);
  };

  async function register(token: string, claims: object): Promise<{ answer: RegisterResponse; sessionId: string }> {
    const sessionId = randomUUID();
    const payload = { sessionId, name: 'x', addresses: [], workers: { default: 2 }, agentVersion: '1', pid: 1 };
    const url = '/api/v1/agent/register';
    const { status, body } = await test.call({ method: 'POST', url, token, payload: { ...payload, ...claims } });
    expect(status).toBe(200);
    return { answer: body as RegisterResponse, sessionId };
  }

  async function take(token: string, sessionId: string): Promise<unknown> {
    const payload = { sessionId, free: { default: 5 }, waitMs: 0 };
    return (await test.call({ method: 'POST', url: '/api/v1/agent/work', token, payload })).body;
  }

  it('gets neither its roles, nor the jobs that wait for them, nor its name', async () => {
    const { token } = (await makeToken({ name: 'node-2', role: 'agent', nid: 2, roles: ['node'] })).body;
    const { answer, sessionId } = await register(token, { name: 'node-1', roles: ['node', 'storage', '*'], nid: 1 });
    expect(answer).toMatchObject({ nid: 2, name: 'node-2', roles: ['node'], askedRoles: ['storage', '*'] });
    const [job] = (await execute(test, { organization: 'o', name: 'echo', role: 'storage' })).jobs;
    const [own] = (await execute(test, { organization: 'o', name: 'echo', nid: 1 })).jobs;
    expect(await take(token, sessionId)).toEqual({ jobs: [], cancel: [] });
    expect(await nodeOf(2)).toMatchObject({
      name: 'node-2',
      roles: ['node'],
      identityFrom: 'TOKEN',
      askedName: 'node-1',
      askedRoles: ['storage', '*'],
    });
    expect(await nodeOf(1)).toMatchObject({ name: 'node-1', roles: ['node', 'storage'], askedRoles: [] });
    expect((await victim.work()).map(({ guid }) => guid).sort()).toEqual([job?.guid, own?.guid].sort());
    expect(await readJob(test, job?.guid ?? '')).toMatchObject({ nid: 1, nodeName: 'node-1' });
  });

  it('is no member of a role it claims: a job for all its nodes is not made for it, nor is a job at boot', async () => {
    await plantScripts(test, {
      'o/echo': 'roles = ["storage"]\ndef action(): pass\n',
      'o/boot': 'roles = ["storage"]\nstartatboot = True\nqueue = "io"\ndef action(): pass\n',
    });
    const { token } = (await makeToken({ name: 'node-3', role: 'agent', nid: 3 })).body;
    await register(token, { roles: ['storage'] });
    const { jobs } = await execute(test, { organization: 'o', name: 'echo', role: 'storage', all: true });
    expect(jobs.map(({ nid }) => nid)).toEqual([1]);
    const { body } = await test.call({ url: '/api/v1/jobs?filter=nid|=|3', token: test.tokens.viewer });
    expect(body).toMatchObject({ items: [] });
    await victim.work();
  });

  it('is listed with the Python that it says it runs, and with none when it does not say so any more', async () => {
    const { token } = (await makeToken({ name: 'node-4', role: 'agent', nid: 4 })).body;
    await register(token, { pythonVersion: '3.9.\u00002', pythonPath: '/opt/python/bin/python3' });
    expect(await nodeOf(4)).toMatchObject({ pythonVersion: '3.9.\ufffd2', pythonPath: '/opt/python/bin/python3' });
    await register(token, {});
    expect(await nodeOf(4)).toMatchObject({ pythonVersion: null, pythonPath: null });
  });

  it('with the session of another gets none of its jobs handed out again', async () => {
    const [job] = (await execute(test, { organization: 'o', name: 'echo', nid: 1 })).jobs;
    expect(await victim.work()).toHaveLength(1);
    const { token } = (await makeToken({ name: 'node-4', role: 'agent', nid: 4 })).body;
    await register(token, { sessionId: victim.sessionId });
    const payload = { sessionId: victim.sessionId, running: [], handedBack: [job?.guid], asOf: Date.now() + 3_600_000 };
    await test.call({ method: 'POST', url: '/api/v1/agent/heartbeat', token, payload });
    expect(await victim.heartbeat([job?.guid ?? ''])).toMatchObject({ unknown: [] });
    expect(await victim.work()).toEqual([]);
  });

  it('has a role from the moment an admin gives it, and no longer than until it is taken, also while it waits', async () => {
    const agent = await startAgent(test, 5, ['io', 'gpu']);
    const give = (roles: string[], by = test.tokens.admin) =>
      act(test, 'PUT', '/api/v1/nodes/5/identity', { token: by, payload: { roles } });
    await give(['io']);
    expect(await give(['gpu'], test.tokens.operator)).toMatchObject({ status: 403 });
    expect(await give(['gpu', 'other'])).toMatchObject({
      status: 200,
      body: { nid: 5, name: 'node-5', roles: ['gpu'], identityFrom: 'ADMIN', askedRoles: ['io'] },
    });
    const [first] = (await execute(test, { organization: 'o', name: 'echo', role: 'gpu' })).jobs;
    expect((await agent.work()).map(({ guid }) => guid)).toEqual([first?.guid]);

    const waiting = agent.work({ default: 5 }, 30_000);
    while (test.services.waiters.size === 0) {
      await new Promise((resolve) => setImmediate(resolve));
    }
    await startAgent(test, 6, ['gpu']);
    await give([]);
    const [second] = (await execute(test, { organization: 'o', name: 'echo', role: 'gpu' })).jobs;
    const [own] = (await execute(test, { organization: 'o', name: 'echo', nid: 5 })).jobs;
    test.services.waiters.wakeAll();
    expect((await waiting).map(({ guid }) => guid)).toEqual([own?.guid]);
    expect(await readJob(test, second?.guid ?? '')).toMatchObject({ state: 'SCHEDULED', nid: null });
    const { body } = await act<AuditList>(test, 'GET', '/api/v1/audit?action=node.setIdentity', {
      token: test.tokens.admin,
    });
    expect(body.items.map(({ outcome }) => outcome)).toEqual(['OK', 'OK', 'FORBIDDEN', 'OK']);
    expect(body.items[0]).toMatchObject({ target: '5', details: { name: 'node-5', roles: [] } });
  });

  it('keeps what its node was given when it gets a new token that says nothing of it', async () => {
    await makeToken({ name: 'first', role: 'agent', nid: 20, nodeName: 'compute-20', roles: ['node', 'cpu'] });
    const { token } = (await makeToken({ name: 'second', role: 'agent', nid: 20 })).body;
    expect((await register(token, {})).answer).toMatchObject({ name: 'compute-20', roles: ['node', 'cpu'] });
    const { body } = await act<AuditList>(test, 'GET', '/api/v1/audit?action=token.create&limit=1', {
      token: test.tokens.admin,
    });
    expect(body.items[0]).toMatchObject({ details: { nid: 20, node: { name: 'compute-20', roles: ['node', 'cpu'] } } });
  });

  it.each([
    [{ name: 'a', role: 'viewer', roles: ['node'] }, 'nodeName and roles for role agent only, got roles'],
    [{ name: 'a', role: 'admin', nodeName: 'n' }, 'nodeName and roles for role agent only, got nodeName'],
  ])('is named with its token only: %j', async (payload, detail) => {
    expect(await makeToken(payload)).toMatchObject({
      status: 400,
      body: { code: 'BAD_TOKEN_REQUEST', detail: expect.stringContaining(detail) },
    });
  });

  it.each([
    [99, { name: 'x' }, 404, 'UNKNOWN_NODE'],
    [1, {}, 400, 'BAD_BODY'],
    [1, { roles: 'node' }, 400, 'BAD_BODY'],
    [1, { name: '' }, 400, 'BAD_BODY'],
    [1, { status: 'ENABLED' }, 400, 'BAD_BODY'],
  ])('is not given what is none: node %i %j', async (nid, payload, status, code) => {
    const answer = await act(test, 'PUT', `/api/v1/nodes/${nid}/identity`, { token: test.tokens.admin, payload });
    expect(answer).toMatchObject({ status, body: { code } });
  });
});
