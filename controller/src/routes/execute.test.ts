import { LIMITS, type Batch, type BatchRerunResponse, type JsonValue } from '@openvcloud/contract';
import { act } from '../testing/act';
import { execute, plantScripts, readJob, startAgent } from '../testing/agent';
import { startTestApp, type TestApp } from '../testing/app';

const ECHO = 'category = "test"\nroles = ["node"]\ntimeout = 7\ndef action(text, times=1):\n    return text\n';

describe('executing a JumpScript', () => {
  let test: TestApp;
  let now = Date.UTC(2026, 10, 22);
  beforeAll(async () => {
    test = await startTestApp({ now: () => now });
    await plantScripts(test, {
      'openvcloud/echo': ECHO,
      'openvcloud/broken': 'def action(:\n',
      'openvcloud/off': 'enable = False\ndef action(): pass\n',
      'openvcloud/any': 'def action(**kw): pass\n',
      'openvcloud/io': 'queue = "io"\ndef action(**kw): pass\n',
    });
    await startAgent(test, 1, ['node', 'storage']);
    await startAgent(test, 2, ['node']);
    now += 60_000;
    await startAgent(test, 3, ['node', 'storage']);
    await startAgent(test, 4, ['node']);
  });
  afterAll(() => test.close());

  const problemOf = async (payload: object) => {
    const { status, body } = await test.call({
      method: 'POST',
      url: '/api/v1/jobs',
      token: test.tokens.operator,
      payload,
    });
    return { status, body };
  };
  const echo = { organization: 'openvcloud', name: 'echo', args: { text: 'hi' } };

  it('makes a scheduled job on the node asked for, with what the JumpScript says', async () => {
    const { batchGuid, jobs } = await execute(test, { ...echo, nid: 3, tags: ['a b'] });
    expect(batchGuid).toBeNull();
    expect(jobs).toHaveLength(1);
    expect(jobs[0]).toMatchObject({
      state: 'SCHEDULED',
      nid: 3,
      nodeName: 'node-3',
      cmd: 'echo',
      category: 'test',
      timeoutSeconds: 7,
      user: 'operator',
      tags: ['a b'],
    });
    expect(await readJob(test, jobs[0]?.guid ?? '')).toEqual(jobs[0]);
  });

  it.each([
    ['any', {}, 300],
    ['any', { queue: 'io' }, 3600],
    ['io', {}, 3600],
    ['io', { queue: 'process' }, 300],
    ['echo', { queue: 'io' }, 7],
    ['any', { queue: 'io', timeoutSeconds: 9 }, 9],
  ] as const)(
    'lets %s with %j run for as long as asked, else as it declares, else as its queue',
    async (name, more, limit) => {
      const { jobs } = await execute(test, { ...echo, name, nid: 3, ...more });
      expect(jobs).toMatchObject([{ timeoutSeconds: limit }]);
    }
  );

  it.each([
    ['any', 300],
    ['io', 3600],
    ['echo', 7],
  ])('shows for %s how long it may run in its own queue', async (name, limit) => {
    const url = `/api/v1/jumpscripts/openvcloud:${name}`;
    expect((await test.call({ url, token: test.tokens.viewer })).body).toMatchObject({ timeoutSeconds: limit });
  });

  it('leaves a job for a role without a node until one takes it', async () => {
    const { jobs } = await execute(test, { ...echo, role: 'storage' });
    expect(jobs).toMatchObject([{ state: 'SCHEDULED', nid: null, roles: ['storage'] }]);
  });

  it('makes one job per node of a role, grouped as a batch: those that are away end at once, with the reason', async () => {
    const { batchGuid, jobs } = await execute(test, { ...echo, role: 'node', all: true });
    expect(batchGuid).not.toBeNull();
    expect(jobs.map(({ nid, nodeName, state, nativeState }) => [nid, nodeName, state, nativeState])).toEqual([
      [1, 'node-1', 'ERROR', 'NOWORK'],
      [2, 'node-2', 'ERROR', 'NOWORK'],
      [3, 'node-3', 'SCHEDULED', 'SCHEDULED'],
      [4, 'node-4', 'SCHEDULED', 'SCHEDULED'],
    ]);
    expect(new Set(jobs.map((job) => job.batchGuid))).toEqual(new Set([batchGuid]));
    expect(jobs[0]?.error?.message).toContain(
      'Node 1 (node-1) is not connected: last heard 2026-11-22T00:00:00.000Z. Start its agent'
    );
    const batch = () =>
      act<Batch>(test, 'GET', `/api/v1/batches/${batchGuid}`, { token: test.tokens.viewer }).then(({ body }) => body);
    expect(await batch()).toMatchObject({ total: 4, neverStarted: 2, isEnded: false });
    expect((await execute(test, { ...echo, role: '*', all: true })).jobs).toHaveLength(4);

    const again = await act<BatchRerunResponse>(test, 'POST', `/api/v1/batches/${batchGuid}/rerun`, {
      payload: { only: 'failed' },
    });
    expect(again.body.jobs.map(({ nid, nativeState }) => [nid, nativeState])).toEqual([
      [1, 'NOWORK'],
      [2, 'NOWORK'],
    ]);
  });

  it('leaves decommissioned nodes out of all', async () => {
    const set = (status: string) => act(test, 'PUT', '/api/v1/nodes/2', { payload: { status } });
    await set('DECOMMISSIONED');
    const { jobs } = await execute(test, { ...echo, role: 'node', all: true });
    expect(jobs.map(({ nid }) => nid)).toEqual([1, 3, 4]);
    await set('ENABLED');
  });

  it('says so when all nodes of a role are decommissioned', async () => {
    await startAgent(test, 5, ['old']);
    await act(test, 'PUT', '/api/v1/nodes/5', { payload: { status: 'DECOMMISSIONED' } });
    for (const all of [true, false]) {
      const { jobs } = await execute(test, { ...echo, role: 'old', all });
      expect(jobs).toMatchObject([{ nid: null, nativeState: 'NOWORK' }]);
      expect(jobs[0]?.error?.message).toBe(
        'No node with the role "old" takes work: node-5 (node 5) is decommissioned. Choose another role, or enable a node.'
      );
    }
    await test.database.database.query({ text: 'delete from nodes where nid = 5', values: [] });
  });

  it.each([
    ['an unknown role', { role: 'gpu' }, 'No node has the role "gpu". Roles of the nodes: node, storage.'],
    ['a role on all its nodes when none has it', { role: 'gpu', all: true }, 'No node has the role "gpu"'],
    [
      'a node that is not connected',
      { nid: 1 },
      'Node 1 (node-1) is not connected: last heard 2026-11-22T00:00:00.000Z.',
    ],
  ])('stores a terminal job with the reason for %s', async (_title, target, message) => {
    const { jobs } = await execute(test, { ...echo, ...target });
    expect(jobs).toMatchObject([
      {
        state: 'ERROR',
        nativeState: 'NOWORK',
        timeStart: null,
        timeStop: now,
        error: { type: 'NoWork', message: expect.stringContaining(message) },
      },
    ]);
    expect(await readJob(test, jobs[0]?.guid ?? '')).toMatchObject({
      state: 'ERROR',
      nativeState: 'NOWORK',
      error: { type: 'NoWork' },
    });
  });

  it.each([
    ['neither nid nor role', {}, 400, 'BAD_TARGET', 'got neither'],
    ['both nid and role', { nid: 3, role: 'node' }, 400, 'BAD_TARGET', 'got both'],
    ['all with nid', { nid: 3, all: true }, 400, 'BAD_TARGET', 'with nid'],
    ['an unknown node', { nid: 99 }, 404, 'UNKNOWN_NODE', 'got 99. Nodes: 1 (node-1)'],
    ['a mistyped name', { nid: 3, name: 'ecko' }, 404, 'UNKNOWN_JUMPSCRIPT', 'Did you mean openvcloud:echo'],
    ['a name with NUL', { nid: 3, name: 'ec\0ho' }, 404, 'UNKNOWN_JUMPSCRIPT', 'Did you mean openvcloud:echo'],
    ['a broken JumpScript', { nid: 3, name: 'broken' }, 409, 'BROKEN_JUMPSCRIPT', "line 1: '(' is never closed"],
    ['a disabled JumpScript', { nid: 3, name: 'off' }, 409, 'DISABLED_JUMPSCRIPT', 'enable = False'],
    [
      'an unknown argument',
      { nid: 3, args: { text: '', tines: 2 } },
      400,
      'BAD_ARGS',
      'Expected args for action(text, times=1), got unknown "tines".',
    ],
    [
      'a tag with what cannot be seen',
      { nid: 3, tags: ['a\u001b[31m'] },
      400,
      'BAD_BODY',
      'to be one line without control characters',
    ],
    ['a missing argument', { nid: 3, args: {} }, 400, 'BAD_ARGS', 'got no "text"'],
    [
      'arguments over the limit',
      { nid: 3, args: { text: 'x'.repeat(1024 * 1024) } },
      413,
      'TOO_LARGE',
      'at most 1048576 bytes',
    ],
    [
      'arguments that are deeper than the limit',
      { nid: 3, args: { text: nested(LIMITS.jsonLevels) } },
      400,
      'BAD_BODY',
      'Expected a body nested at most 501 levels deep',
    ],
  ])('refuses %s', async (_title, changes, status, code, detail) => {
    expect(await problemOf({ ...echo, ...changes })).toMatchObject({
      status,
      body: { code, detail: expect.stringContaining(detail) },
    });
  });

  it('takes arguments as deep as the limit, args itself being the first level', async () => {
    const text = nested(LIMITS.jsonLevels - 1);
    expect((await execute(test, { ...echo, nid: 3, args: { text } })).jobs).toMatchObject([{ args: { text } }]);
  });

  it('lets **kwargs take any argument', async () => {
    expect(
      (await execute(test, { organization: 'openvcloud', name: 'any', nid: 3, args: { whatever: ['\0', '\ud800'] } }))
        .jobs[0]?.state
    ).toBe('SCHEDULED');
  });
});

function nested(levels: number): JsonValue {
  return levels === 0 ? 0 : [nested(levels - 1)];
}
