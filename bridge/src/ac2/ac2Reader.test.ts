import { startRedis, type RedisServer } from '../testing/redisServer';
import { openAc2Bridge, startStage, type OpenedBridge, type Stage } from '../testing/bridgeStage';
import { plantResult, plantSample } from '../testing/plantKeys';

// A busy machine may be slow; a hang is still found.
jest.setTimeout(120_000);

describe('what a real agentcontroller8 left in Redis', () => {
  let server: RedisServer;
  let stage: Stage;
  let bridge: OpenedBridge;
  beforeAll(async () => {
    [server, stage] = await Promise.all([startRedis(), startStage()]);
    await plantSample(server.redis);
    bridge = await openAc2Bridge(stage, server.port);
    expect(await bridge.attempt()).toBe(true);
  });
  afterAll(async () => {
    await bridge.end();
    await Promise.all([server.stop(), stage.close()]);
  });

  it('is all here: a job for each node that took a command, none for answers of the controller itself', async () => {
    const hashes = await server.redis.keys('jobresult:*');
    const fields = (await Promise.all(hashes.map((key) => server.redis.hkeys(key)))).flat();
    const jobs = await stage.jobs();
    expect(jobs).toHaveLength(fields.filter((field) => field !== '0:0').length);
    expect(jobs.every(({ source }) => source === 'newer')).toBe(true);
  });

  it('is read once: a second pass changes nothing', async () => {
    const before = await stage.source();
    expect(await bridge.attempt()).toBe(true);
    const after = await stage.source();
    expect(after).toMatchObject({ created: before?.created, changed: before?.changed, behind: null, kind: 'ac8' });
    expect(await stage.lines()).toHaveLength(Math.min(1000, (await stage.lines()).length));
  });

  it.each([
    [
      '023b2c7e-0d0c-4b8e-9c59-0e9f1e8e40bb:1:5',
      { state: 'OK', nativeState: 'SUCCESS', result: { slept: 6 }, runMs: 8997 },
    ],
    [
      '866385c4-0d0c-4b8e-9c59-90272dda245a:1:5',
      { state: 'TIMEOUT', organization: 'ops', cmd: 'sh', timeoutSeconds: 2 },
    ],
    [
      '92bf7dda-0d0c-4b8e-9c59-ad921d604863:1:5',
      { state: 'ERROR', nativeState: 'UNKNOWN_CMD', timeStart: null, timeStop: null },
    ],
    [
      '65b94e8a-0d0c-4b8e-9c59-5ee55489c541:1:5',
      { state: 'ERROR', error: expect.objectContaining({ message: 'Its source tells no reason for ERROR.' }) },
    ],
    [
      '2313e9a2-0d0c-4b8e-9c59-7c38056ab7d9:1:5',
      { error: expect.objectContaining({ message: 'raid degraded on node' }) },
    ],
    [
      'f6ee10a9-0d0c-4b8e-9c59-f2c67381db28:1:7',
      { state: 'ERROR', nid: 7, error: expect.objectContaining({ message: 'No matching connected agents found' }) },
    ],
    [
      '636d57cf-0d0c-4b8e-9c59-84fbe0280a6e:1:7',
      { state: 'SCHEDULED', cmd: 'later', queue: 'hypervisor', args: { vm: 'vm-7' }, tags: ['later'] },
    ],
    ['4ca7efb6-0d0c-4b8e-9c59-6eedc03a68a6:1:5', { state: 'OK', result: 'disks:\n  - sda\n  - sdb' }],
    ['d3b0ec41-0d0c-4b8e-9c59-3c5a2e9f5307:1:5', { state: 'OK', notes: [expect.stringContaining('NUL')] }],
  ])('tells of %s what is known', async (nativeId, known) => {
    expect(await stage.job(nativeId)).toMatchObject(known);
  });

  it('tells what it does not know: AC8 keeps no arguments, roles and creation of what was picked up', async () => {
    const { unknownFields } = await stage.job('023b2c7e-0d0c-4b8e-9c59-0e9f1e8e40bb:1:5');
    expect(unknownFields).toEqual(expect.arrayContaining(['args', 'roles', 'timeCreate']));
    expect((await stage.job('c2367dd9-0d0c-4b8e-9c59-d2374459c148:1:6')).unknownFields).toContain('cmd');
  });

  it('shows a command that went to three nodes as one batch', async () => {
    const { batchGuid } = await stage.job('52931cea-0d0c-4b8e-9c59-8ff953dd97c4:1:5');
    expect(await stage.jobs(`filter=batchGuid|=|${batchGuid}`)).toHaveLength(3);
  });

  it('sets off no alert: nobody knows when what was there became known', async () => {
    expect((await stage.jobs()).every(({ timeKnown }) => timeKnown === null)).toBe(true);
  });

  it('has its log lines as lines of the node where no job is named, and what a job wrote as its own', async () => {
    const byNode = await stage.lines('filter=jobGuid|=|&filter=nid|=|5&filter=nativeLevel|=|9');
    expect(byNode).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ message: 'raid degraded on node', level: 1, nativeLevel: '9' }),
      ])
    );
    const { guid } = await stage.job('39e1dad6-0d0c-4b8e-9c59-d574d4bb40c8:1:5');
    expect(await stage.lines(`filter=jobGuid|=|${guid}`)).toMatchObject([{ message: 'from bash', category: 'stdout' }]);
    expect((await stage.source())?.skipped).toBeGreaterThan(0);
  });

  it('makes nodes of agents that answered, and JumpScripts of the schedule', async () => {
    const { body: nodes } = await stage.test.call({ url: '/api/v1/nodes', token: stage.test.tokens.viewer });
    expect((nodes as { items: Array<{ nid: number }> }).items.map(({ nid }) => nid)).toEqual([5, 6, 7, 77]);
    const { body: scripts } = await stage.test.call({ url: '/api/v1/jumpscripts', token: stage.test.tokens.viewer });
    expect(scripts).toMatchObject({
      items: [{ id: 'jumpscale:check_disks', period: '600', queue: 'io', source: 'newer' }],
    });
  });

  it('was only read, without KEYS and without waiting', async () => {
    const own = new Set([
      'rpush',
      'hset',
      'set',
      'keys',
      'hkeys',
      'ping',
      'info',
      'select',
      'client|setinfo',
      'config|resetstat',
    ]);
    await server.redis.call('config', 'resetstat');
    expect(await bridge.attempt()).toBe(true);
    const used = [...(await server.redis.info('commandstats')).matchAll(/^cmdstat_([^:]+):/gm)].map(
      ([, name]) => name ?? ''
    );
    expect(used.filter((name) => !own.has(name)).sort()).toEqual(
      ['hgetall', 'lrange', 'scan'].filter((name) => used.includes(name))
    );
  });
});

describe('AC2 and AC8, while the bridge reads', () => {
  let server: RedisServer;
  let stage: Stage;
  let bridge: OpenedBridge;
  const now = Date.now();
  beforeAll(async () => {
    [server, stage] = await Promise.all([startRedis(['--requirepass', 'secret of redis']), startStage()]);
    bridge = await openAc2Bridge(stage, server.port, { password: 'secret of redis' });
    expect(await bridge.attempt()).toBe(true);
  });
  afterAll(async () => {
    await bridge.end();
    await Promise.all([server.stop(), stage.close()]);
  });
  const command = {
    id: 'c1',
    gid: 1,
    nid: 5,
    cmd: 'jumpscript',
    roles: ['storage'],
    fanout: false,
    tags: 'a b',
    data: '{"vm":1}',
  };
  const args = { domain: 'jumpscale', name: 'grow', max_time: 60, queue: 'io' };
  const at = { gid: 1, nid: 5 };
  const pass = async () => expect(await bridge.attempt()).toBe(true);

  it('keeps what was seen while a job waited, through its start, to its end', async () => {
    const { redis } = server;
    await redis.rpush('cmds:1:5', JSON.stringify({ ...command, args }));
    await pass();
    expect(await stage.job('c1:1:5')).toMatchObject({ state: 'SCHEDULED', nativeState: 'QUEUED', cmd: 'grow' });
    await plantResult(redis, { id: 'c1', ...at, state: 'QUEUED', starttime: now - 5000 }, ['hash']);
    await redis.del('cmds:1:5');
    await pass();
    expect(await stage.job('c1:1:5')).toMatchObject({
      state: 'RUNNING',
      nativeState: 'QUEUED',
      timeCreate: now - 5000,
    });
    await plantResult(
      redis,
      {
        id: 'c1',
        ...at,
        cmd: 'jumpscript',
        args,
        state: 'SUCCESS',
        data: '1',
        level: 20,
        starttime: now - 900,
        time: 800,
      },
      ['list']
    );
    await plantResult(redis, { id: 'c1', ...at, state: 'RUNNING', starttime: now - 950 }, ['hash']);
    await pass();
    const job = await stage.job('c1:1:5');
    expect(job).toMatchObject({
      state: 'OK',
      result: 1,
      args: { vm: 1 },
      roles: ['storage'],
      tags: ['a', 'b'],
      queue: 'io',
      runMs: 800,
    });
    expect(job).toMatchObject({ timeCreate: now - 5000, unknownFields: [], timeKnown: expect.any(Number) });
  });

  it('does not take an id that was used twice for an end', async () => {
    await plantResult(server.redis, { id: 'c2', ...at, cmd: 'jumpscript', args, state: 'DUPILICATE_ID' });
    await pass();
    expect(await stage.job('c2:1:5')).toMatchObject({ state: 'RUNNING', nativeState: 'DUPILICATE_ID', timeStop: null });
    await plantResult(server.redis, {
      id: 'c2',
      ...at,
      cmd: 'jumpscript',
      args,
      state: 'SUCCESS',
      starttime: now - 500,
      time: 1,
    });
    await pass();
    expect(await stage.job('c2:1:5')).toMatchObject({ state: 'OK', nativeState: 'SUCCESS' });
  });

  it('skips what is no result, and reads what stands beside it', async () => {
    await server.redis.hset('jobresult:junk', '1:5', '{"half":', '1:6', '[]', 'no place', 'x');
    await server.redis.set('jobresult:string', 'x');
    await plantResult(server.redis, { id: 'c3', ...at, cmd: 'ping', state: 'SUCCESS', starttime: now, time: 1 });
    await pass();
    expect(await stage.job('c3:1:5')).toMatchObject({ cmd: 'ping', state: 'OK' });
    expect((await stage.source())?.skipped).toBeGreaterThan(0);
  });

  it('reads each log line once, also when the list is trimmed, deleted or all is flushed', async () => {
    const { redis } = server;
    const key = '1:5:log';
    const batch = (first: number) =>
      JSON.stringify([first, first + 1].map((id) => ({ data: `line ${id}`, epoch: now - 10_000 + id, id, level: 5 })));
    const count = async () => (await stage.lines('q=line')).length;
    await redis.rpush(key, ...Array.from({ length: 10 }, (_, place) => batch(2 * place)));
    await pass();
    expect(await count()).toBe(20);
    await redis.ltrim(key, 5, -1);
    await redis.rpush(key, batch(20), '', batch(20));
    await pass();
    expect(await count()).toBe(22);
    await redis.del(key);
    await redis.rpush(key, ...Array.from({ length: 9 }, (_, place) => batch(22 + 2 * place)));
    await pass();
    expect(await count()).toBe(40);
    await redis.flushall();
    await redis.rpush(key, batch(40));
    await pass();
    expect(await count()).toBe(42);
  });

  it('ends what was open and is gone as unknown, with its native state, and corrects it when it comes back', async () => {
    await plantResult(server.redis, { id: 'c4', ...at, state: 'RUNNING', starttime: now }, ['hash']);
    await pass();
    await server.redis.del('jobresult:c4');
    await pass();
    expect(await stage.job('c4:1:5')).toMatchObject({
      state: 'ERROR',
      nativeState: 'RUNNING',
      error: { type: 'OutcomeUnknown' },
    });
    await plantResult(server.redis, { id: 'c4', ...at, cmd: 'ping', state: 'SUCCESS', starttime: now, time: 5 });
    await pass();
    expect(await stage.job('c4:1:5')).toMatchObject({ state: 'OK', error: null });
  });

  it('waits for a second bridge to leave, and says so', async () => {
    const second = await openAc2Bridge(stage, server.port, { password: 'secret of redis', token: bridge.token });
    expect(await second.attempt()).toBe(false);
    await pass();
    await second.end();
  });

  it('says that a password is wrong, without the password, and reads on with the right one', async () => {
    const wrong = await openAc2Bridge(stage, server.port, { source: 'wrong', password: 'not this one' });
    expect(await wrong.attempt()).toBe(false);
    const { body } = await stage.test.call({ url: '/api/v1/sources', token: stage.test.tokens.admin });
    const told = JSON.stringify(body);
    expect(told).toMatch(/WRONGPASS|NOAUTH/);
    expect(told).not.toContain('not this one');
    await wrong.end();
  });
});

describe('a Redis that is away', () => {
  it('is named while it is, and read when it is back', async () => {
    const [server, stage] = await Promise.all([startRedis(), startStage()]);
    const { port } = server;
    await server.stop();
    const bridge = await openAc2Bridge(stage, port);
    expect(await bridge.attempt()).toBe(false);
    expect(await stage.source()).toMatchObject({
      behind: expect.stringContaining('has not been read yet'),
      lastError: expect.stringContaining(`ECONNREFUSED 127.0.0.1:${port}`),
    });
    const again = await startRedis([], port);
    await plantResult(again.redis, {
      id: 'c',
      gid: 1,
      nid: 5,
      cmd: 'ping',
      state: 'SUCCESS',
      starttime: Date.now(),
      time: 1,
    });
    while (!(await bridge.attempt())) {
      // Its connection is made anew with a pause.
    }
    expect(await stage.jobs()).toHaveLength(1);
    await bridge.end();
    await Promise.all([again.stop(), stage.close()]);
  });
});

describe('AC2, which keeps what it was asked', () => {
  it('tells arguments and roles also of what was never seen waiting', async () => {
    const [server, stage] = await Promise.all([startRedis(), startStage()]);
    const bridge = await openAc2Bridge(stage, server.port, { kind: 'ac2', source: 'middle' });
    const ask = async (id: string) => {
      const asked = { id, gid: 1, nid: 5, cmd: 'jumpscript', args: { domain: 'jumpscale', name: 'grow' } };
      await server.redis.lpush('joblog', JSON.stringify({ ...asked, roles: ['storage'], data: '{"vm":1}' }));
      await plantResult(server.redis, { ...asked, state: 'SUCCESS', starttime: Date.now(), time: 1 });
      expect(await bridge.attempt()).toBe(true);
      return stage.job(`${id}:1:5`);
    };
    for (const id of ['first', 'second']) {
      expect(await ask(id)).toMatchObject({ source: 'middle', cmd: 'grow', args: { vm: 1 }, roles: ['storage'] });
    }
    await bridge.end();
    await Promise.all([server.stop(), stage.close()]);
  });
});

describe('a source that was not read for longer than it keeps results', () => {
  it.each([
    ['ac8', 'AC8 keeps results for 24 hours'],
    ['ac2', undefined],
  ] as const)('has a gap with its bounds, where it is %s: %s', async (kind, why) => {
    const [server, stage] = await Promise.all([startRedis(), startStage()]);
    const last = Date.now();
    let now = last;
    const bridge = await openAc2Bridge(stage, server.port, { kind, now: () => now });
    expect(await bridge.attempt()).toBe(true);
    now = last + 30 * 3_600_000;
    expect(await bridge.attempt()).toBe(true);
    const lost = why === undefined ? [] : [{ from: last, to: now - 86_400_000, why: expect.stringContaining(why) }];
    expect((await stage.source())?.lost).toEqual(lost);
    await bridge.end();
    await Promise.all([server.stop(), stage.close()]);
  });
});
