import { pino } from 'pino';
import { LEASE_MS } from '../timing/leaseTimes';
import { execute, plantScripts, startAgent, type TestAgent } from '../testing/agent';
import { beat } from '../testing/beatingReaper';
import { startTestApp, type TestApp } from '../testing/app';
import { holdRows } from '../testing/heldRows';
import { Planner } from './planner';

describe('planning periodic JumpScripts', () => {
  let test: TestApp;
  let now = Date.UTC(2026, 10, 22);
  let agents: TestAgent[];
  const planner = (timezone = 'UTC') =>
    new Planner({
      database: test.database.database,
      gid: 1,
      leaseMs: LEASE_MS,
      timezone,
      now: () => now,
      usable: test.services.usable,
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
      'o/needs': 'period = 1\ndef action(node): pass\n',
      'o/old': 'period = 1\ndef action(): print 1\n',
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

  it('counts no slot, and gives no node up, for time in which no controller could be used', async () => {
    await plantScripts(test, { 'o/all': 'period = 10\nroles = ["node"]\ndef action(): pass\n' });
    const one = planner();
    const { usable } = test.services;
    try {
      await pass(10, [one]);
      await finishAll();
      const made = (await jobs()).length;
      beat(usable, now);
      now += 600_000;
      beat(usable, now);
      // Its agent is not back yet.
      now += 10_000;
      await one.pass();
      expect(await jobs()).toHaveLength(made + 1);
      expect(await sql('select missed::integer, last_missed from schedules')).toEqual([
        { missed: 0, last_missed: null },
      ]);
    } finally {
      usable.learn({ beatAt: Number.MAX_SAFE_INTEGER, gap: null });
    }
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

  it('says when it missed the last slot, also when the one after it ran', async () => {
    await plantScripts(test, { 'o/all': 'period = 10\nroles = ["node"]\ndef action(): pass\n' });
    const one = planner();
    await one.pass();
    const [{ next } = { next: 0 }] = await sql<{ next: number }>('select next_run::bigint as next from schedules');
    // Nothing looked for half a minute.
    now = next + 25_000;
    await agents[0]?.heartbeat([]);
    await one.pass();
    expect(await jobs()).toHaveLength(1);
    expect(
      await sql('select missed::integer, last_missed::bigint as at, next_run::bigint as next from schedules')
    ).toEqual([{ missed: 2, at: next + 10_000, next: next + 30_000 }]);
  });

  describe('by a cron expression', () => {
    const at = (text: string) => Date.parse(text);
    /** Looks at this moment, with live agents. */
    const passAt = async (text: string, one: Planner) => {
      now = at(text);
      await Promise.all(agents.map((agent) => agent.heartbeat([])));
      await one.pass();
    };
    const schedule = () =>
      sql('select nid, missed::integer, last_missed::bigint as at, next_run::bigint as next from schedules');
    const night = { 'o/night': 'period = "30 2 * * *"\nroles = ["node"]\ndef action(): pass\n' };
    /** Nodes follow within half a minute. */
    const isSoonAfter = (time: unknown, text: string) =>
      typeof time === 'number' && time >= at(text) && time < at(text) + 30_000;

    it('makes one job a night, at the time the clocks of its zone show', async () => {
      await plantScripts(test, night);
      const one = planner('Europe/Brussels');
      await passAt('2026-03-27T12:00:00Z', one);
      await passAt('2026-03-28T01:29:59Z', one);
      expect(await jobs()).toEqual([]);
      await passAt('2026-03-28T01:30:30Z', one);
      expect(await jobs()).toMatchObject([{ nid: 1, cmd: 'night', time_create: now }]);
      await finishAll();
      // Half past two does not exist in the night after: it runs when the clocks go on, at three.
      await passAt('2026-03-29T00:59:59Z', one);
      expect(await jobs()).toHaveLength(1);
      await passAt('2026-03-29T01:00:30Z', one);
      expect(await jobs()).toHaveLength(2);
      await finishAll();
      await passAt('2026-03-30T00:29:59Z', one);
      expect(await jobs()).toHaveLength(2);
      await passAt('2026-03-30T00:30:30Z', one);
      expect(await jobs()).toHaveLength(3);
      expect(await schedule()).toMatchObject([{ missed: 0, at: null }]);
    });

    it('counts the nights nobody looked, and runs none of them in the morning', async () => {
      await plantScripts(test, night);
      const one = planner('Europe/Brussels');
      await passAt('2026-10-23T12:00:00Z', one);
      await passAt('2026-10-26T08:00:00Z', one);
      expect(await jobs()).toEqual([]);
      const [row] = await schedule();
      expect(row).toMatchObject({ nid: 1, missed: 3 });
      expect(isSoonAfter(row?.at, '2026-10-26T01:30:00Z')).toBe(true);
      expect(isSoonAfter(row?.next, '2026-10-27T01:30:00Z')).toBe(true);
    });
  });

  it('holds nobody up with ten cron JumpScripts on a thousand nodes, at first, later, and after a day off', async () => {
    await sql(`insert into nodes (gid, nid, name, roles, addresses, session_id, agent_version, workers, registered_at, last_seen)
               select 1, nid, 'n' || nid, '{node}', '{}', 's', '1', '{}', 0, ${now} from generate_series(3, 1002) nid`);
    const scripts = Array.from({ length: 10 }, (_, minute) => [
      `o/cron${minute}`,
      `period = "${minute}-59/10 * * * *"\nroles = ["node"]\ndef action(): pass\n`,
    ]);
    await plantScripts(test, Object.fromEntries(scripts));
    const one = planner('Europe/Brussels');
    const first = await longestTurn(() => one.pass());
    expect(await sql('select count(*)::integer as active from schedules where is_active')).toEqual([
      { active: 10_010 },
    ]);
    now += 61_000;
    const later = await longestTurn(() => one.pass());
    now += 86_400_000;
    const dayOff = await longestTurn(() => one.pass());
    const [{ missed } = { missed: 0 }] = await sql<{ missed: number }>(
      'select sum(missed)::integer as missed from schedules'
    );
    expect(missed).toBeGreaterThanOrEqual(10_010 * 143);
    // Milliseconds of CPU: what one took, all of it in one piece, was 30 s at first and again every minute.
    expect([first, later, dayOff].filter((ms) => ms > 500)).toEqual([]);
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

/** The most CPU time, in ms, between two turns of the event loop while `work` goes on: a busy machine does not change it. */
async function longestTurn(work: () => Promise<void>): Promise<number> {
  let longest = 0;
  let isDone = false;
  const watching = (async () => {
    while (!isDone) {
      const before = process.cpuUsage();
      await new Promise((resolve) => setImmediate(resolve));
      const { user, system } = process.cpuUsage(before);
      longest = Math.max(longest, (user + system) / 1000);
    }
  })();
  await work();
  isDone = true;
  await watching;
  return longest;
}
