import { pino } from 'pino';
import { LEASE_MS } from '../leaseTimes';
import { execute, plantScripts, startAgent, type TestAgent } from '../testing/agent';
import { startTestApp, type TestApp } from '../testing/app';
import { holdRows } from '../testing/heldRows';
import { Planner } from './planner';

describe('planning periodic JumpScripts', () => {
  let test: TestApp;
  let now = Date.UTC(2026, 10, 22);
  let agents: TestAgent[];
  const planner = () =>
    new Planner({
      database: test.database.database,
      gid: 1,
      leaseMs: LEASE_MS,
      timezone: 'UTC',
      now: () => now,
      log: pino({ level: 'silent' }),
    });
  beforeAll(async () => {
    test = await startTestApp({ now: () => now });
  });
  beforeEach(async () => {
    await test.database.database.query({
      text: 'truncate jobs, nodes, schedules, jumpscripts, jumpscript_sources',
      values: [],
    });
    agents = [await startAgent(test, 1, ['node']), await startAgent(test, 2, ['storage'])];
  });
  afterAll(() => test.close());

  const sql = <Row extends object>(text: string) =>
    test.database.database.query<Row & Record<string, unknown>>({ text, values: [] });
  const jobs = () =>
    sql<{ nid: number; cmd: string; username: string; time_create: number }>(
      'select nid, cmd, username, time_create, state from jobs order by time_create, nid'
    );
  /** A second at a time, as the loop does; agents stay alive unless they are named. */
  const pass = async (seconds: number, planners: Planner[], { away = [] as number[] } = {}) => {
    for (let second = 0; second < seconds; second++) {
      now += 1000;
      if (second % 10 === 0) {
        await Promise.all(agents.filter(({ nid }) => !away.includes(nid)).map((agent) => agent.heartbeat([])));
      }
      await Promise.all(planners.map((one) => one.pass()));
    }
  };
  const finishAll = () => sql(`update jobs set is_live = false, state = 'OK', time_stop = time_create where is_live`);

  it('makes one job per slot on each matching node, however many controllers plan', async () => {
    await plantScripts(test, {
      'o/all': 'period = 10\ndef action(): pass\n',
      'o/storage': 'period = 20\nroles = ["storage"]\ndef action(): pass\n',
      'o/off': 'period = 1\nenable = False\ndef action(): pass\n',
      'o/broken': 'period = 1\ndef action(:\n',
      'o/never': 'def action(): pass\n',
    });
    const planners = [planner(), planner()];
    for (let round = 0; round < 40; round++) {
      await pass(1, planners);
      await finishAll();
    }
    const made = await jobs();
    const count = (nid: number, cmd: string) => made.filter((job) => job.nid === nid && job.cmd === cmd).length;
    expect([count(1, 'all'), count(2, 'all'), count(2, 'storage'), made.length]).toEqual([4, 4, 2, 10]);
    expect(new Set(made.map(({ username }) => username))).toEqual(new Set(['schedule']));
    expect(await sql('select missed from schedules')).toEqual([{ missed: 0 }, { missed: 0 }, { missed: 0 }]);
  });

  it('does not pile up while one waits or runs, and counts what it left out', async () => {
    await plantScripts(test, { 'o/all': 'period = 10\nroles = ["node"]\ndef action(): pass\n' });
    await execute(test, { organization: 'o', name: 'all', nid: 1 });
    const one = planner();
    await pass(30, [one]);
    expect(await jobs()).toMatchObject([{ username: 'operator' }]);
    expect(await sql('select missed from schedules')).toEqual([{ missed: 3 }]);
    await finishAll();
    await pass(10, [one]);
    expect(await jobs()).toMatchObject([{ username: 'operator' }, { username: 'schedule' }]);
  });

  it('counts the slots of a node that is away, and does not replay them', async () => {
    await plantScripts(test, { 'o/all': 'period = 10\nroles = ["node"]\ndef action(): pass\n' });
    const one = planner();
    await pass(1, [one]);
    await finishAll();
    await sql('truncate jobs');
    now += LEASE_MS + 1000;
    await pass(60, [one], { away: [1] });
    expect(await jobs()).toEqual([]);
    const [{ missed } = { missed: 0 }] = await sql<{ missed: number }>('select missed::integer from schedules');
    expect(missed).toBeGreaterThanOrEqual(9);
    await pass(10, [one]);
    expect(await jobs()).toHaveLength(1);
  });

  it('leaves health checks alone on a node in maintenance, and everything on a decommissioned one', async () => {
    await plantScripts(test, {
      'o/health': 'period = 10\ncategory = "monitor.healthcheck"\ndef action(): pass\n',
      'o/other': 'period = 10\ndef action(): pass\n',
    });
    await sql(`update nodes set status = case nid when 1 then 'MAINTENANCE' else 'DECOMMISSIONED' end`);
    await pass(11, [planner()]);
    expect((await jobs()).map(({ nid, cmd }) => [nid, cmd])).toEqual([[1, 'other']]);
  });

  it('follows changes of period, roles and files', async () => {
    await plantScripts(test, { 'o/all': 'period = 1000\ndef action(): pass\n' });
    const one = planner();
    await pass(1, [one]);
    await plantScripts(test, { 'o/all': 'period = 5\nroles = ["storage"]\ndef action(): pass\n' });
    await pass(1, [one]);
    expect(await sql('select nid, period from schedules where is_active')).toEqual([{ nid: 2, period: '5' }]);
    await plantScripts(test, {});
    await pass(1, [one]);
    expect(await sql('select 1 from schedules where is_active')).toEqual([]);
  });

  it('keeps what a schedule has missed while its JumpScript is disabled, and replays nothing when it is enabled again', async () => {
    await plantScripts(test, { 'o/all': 'period = 10\nroles = ["node"]\ndef action(): pass\n' });
    const one = planner();
    await pass(61, [one], { away: [1] });
    const missed = () => sql<{ missed: number }>('select missed::integer, last_missed::bigint as at from schedules');
    const before = await missed();
    expect(before).toMatchObject([{ missed: expect.any(Number) }]);
    expect(before[0]?.missed).toBeGreaterThan(0);
    await plantScripts(test, { 'o/all': 'period = 10\nroles = ["node"]\nenable = False\ndef action(): pass\n' });
    await finishAll();
    const made = (await jobs()).length;
    await pass(30, [one]);
    expect(await missed()).toEqual(before);
    await plantScripts(test, { 'o/all': 'period = 10\nroles = ["node"]\ndef action(): pass\n' });
    await pass(11, [one]);
    expect(await missed()).toEqual(before);
    expect(await jobs()).toHaveLength(made + 1);
  });

  it('runs startatboot JumpScripts once when an agent starts, in their order, and not again while one is open', async () => {
    await plantScripts(test, {
      'o/second': 'startatboot = True\norder = 2\ndef action(): pass\n',
      'o/first': 'startatboot = True\norder = 1\ndef action(): pass\n',
      'o/storage': 'startatboot = True\nroles = ["storage"]\ndef action(): pass\n',
    });
    const again = await agents[0]?.restart();
    expect((await jobs()).map(({ nid, cmd }) => [nid, cmd])).toEqual([
      [1, 'first'],
      [1, 'second'],
    ]);
    await again?.restart();
    expect(await jobs()).toHaveLength(2);
  });

  describe('a JumpScript that is periodic and startatboot has one open job when an agent starts as its slot is due', () => {
    /** Jobs are made, but not committed, until it is released. */
    const holdNewJobs = () =>
      holdRows(test.database.database, { text: 'lock table changes in access exclusive mode', values: [] });
    let one: Planner;
    beforeEach(async () => {
      await plantScripts(test, { 'o/both': 'period = 10\nstartatboot = True\nroles = ["node"]\ndef action(): pass\n' });
      one = planner();
      await pass(1, [one]);
      await sql('truncate jobs');
      now = (await sql<{ next_run: number }>('select next_run from schedules'))[0]?.next_run ?? 0;
      await agents[0]?.heartbeat([]);
    });

    it('also when the agent comes first', async () => {
      const hold = await holdNewJobs();
      const start = agents[0]?.restart();
      await hold.isAwaited();
      const plan = one.pass();
      await Promise.race([plan, hold.isAwaited(2)]);
      await hold.release();
      await Promise.all([start, plan]);
      expect(await jobs()).toHaveLength(1);
      await pass(1, [one], { away: [1] });
      expect(await jobs()).toHaveLength(1);
      expect(await sql('select missed::integer from schedules')).toEqual([{ missed: 1 }]);
    });

    it('also when the planner comes first', async () => {
      const hold = await holdNewJobs();
      const plan = one.pass();
      await hold.isAwaited();
      const start = agents[0]?.restart();
      await hold.isAwaited(2);
      await hold.release();
      await Promise.all([start, plan]);
      expect(await jobs()).toHaveLength(1);
    });
  });
});
