import { pino } from 'pino';
import { LEASE_MS } from '../timing/leaseTimes';
import type { Ended } from '../jobs/endJobs';
import { Planner } from '../schedule/planner';
import { act } from '../testing/act';
import { execute, plantScripts, readJob, startAgent, type TestAgent } from '../testing/agent';
import { beatingReaper } from '../testing/beatingReaper';
import { startTestApp, type TestApp } from '../testing/app';

const MINUTE_MS = 60_000;
const ERROR = { type: 'E', message: 'm', backtrace: null, file: null, line: null, function: null, code: null };

describe('a job that waits', () => {
  let test: TestApp;
  let agent: TestAgent;
  let watch: ReturnType<typeof beatingReaper>;
  let ended: Ended[];
  let now = Date.UTC(2026, 10, 22);
  const reaper = () =>
    beatingReaper(
      test,
      () => now,
      (jobs) => ended.push(...jobs)
    );
  beforeAll(async () => {
    test = await startTestApp({ now: () => now });
    await plantScripts(test, {
      'o/echo': 'def action(): pass\n',
      'o/periodic': 'period = 3600\nroles = ["node"]\ndef action(): pass\n',
    });
  });
  beforeEach(async () => {
    await test.database.database.query({ text: 'truncate jobs, nodes, log_lines, schedules', values: [] });
    now += 3_600_000;
    ended = [];
    agent = await startAgent(test, 1);
    watch = reaper();
    await watch.pass();
  });
  afterAll(() => test.close());

  const give = async (changes: Partial<Parameters<typeof execute>[1]> = {}): Promise<string> => {
    const target = changes.role === undefined ? { nid: 1 } : {};
    return (await execute(test, { organization: 'o', name: 'echo', ...target, ...changes })).jobs[0]?.guid ?? '';
  };
  /** The reaper looks every few seconds; `heard` are heard of meanwhile. */
  const pass = async (ms: number, heard: TestAgent[] = []) => {
    for (const until = now + ms; now < until;) {
      now = Math.min(until, now + 8_000);
      await Promise.all(heard.map((one) => one.heartbeat([])));
      await watch.pass();
    }
  };
  const stateOf = async (guid: string) => {
    const { state, nativeState, attempt } = await readJob(test, guid);
    return `${state} ${nativeState} ${attempt}`;
  };

  it('for a node that is away for five minutes ends, with what it waited for and since when', async () => {
    const guid = await give();
    const lastSeen = new Date(now).toISOString();
    await pass(5 * MINUTE_MS - 1_000);
    expect(await stateOf(guid)).toBe('SCHEDULED SCHEDULED 1');
    await pass(2_000);
    expect(await readJob(test, guid)).toMatchObject({
      state: 'ERROR',
      nativeState: 'NOWORK',
      timeStart: null,
      timeStop: now,
      error: {
        type: 'NoWork',
        message: `Node 1 (node-1), which this job waited for, was last heard ${lastSeen}; a job waits for 5 minutes for a node that is away. It did nothing. Start the agent, or choose another node, and run it again.`,
      },
    });
    expect(ended).toEqual([expect.objectContaining({ state: 'ERROR', queue: 'default' })]);
    await agent.heartbeat([]);
    expect(await agent.work()).toEqual([]);
  });

  it('for a node that is away, and comes back in time, runs there', async () => {
    const guid = await give();
    await pass(4 * MINUTE_MS);
    await agent.heartbeat([]);
    await pass(4 * MINUTE_MS);
    expect((await agent.work()).map((job) => job.guid)).toEqual([guid]);
  });

  it('for a role ends when no node of it was heard for five minutes', async () => {
    const [gpu, other] = [await startAgent(test, 2, ['gpu']), await startAgent(test, 3, ['gpu'])];
    const guid = await give({ role: 'gpu' });
    await pass(MINUTE_MS, [agent, gpu]);
    const lastSeen = new Date(now).toISOString();
    await pass(5 * MINUTE_MS - 1_000, [agent]);
    expect(await stateOf(guid)).toBe('SCHEDULED SCHEDULED 1');
    await pass(2_000, [agent]);
    expect(await readJob(test, guid)).toMatchObject({
      state: 'ERROR',
      nativeState: 'NOWORK',
      error: {
        message: expect.stringContaining(
          `No node with the role "gpu", which this job waited for, was heard after ${lastSeen}: node-2 (node 2), node-3 (node 3) stopped reporting;`
        ),
      },
    });
    expect(await other.work()).toEqual([]);
  });

  it('for a role that no node has any more ends five minutes after one had it', async () => {
    const gpu = await startAgent(test, 2, ['gpu']);
    const guid = await give({ role: 'gpu' });
    await pass(30 * MINUTE_MS, [gpu]);
    const plain = await startAgent(test, 2, ['node'], gpu.token);
    await pass(5 * MINUTE_MS - 10_000, [plain]);
    expect(await stateOf(guid)).toBe('SCHEDULED SCHEDULED 1');
    await pass(20_000, [plain]);
    expect(await readJob(test, guid)).toMatchObject({
      nativeState: 'NOWORK',
      error: {
        message: expect.stringContaining(
          'No node has the role "gpu", which this job waited for, any more, for at least 5 minutes.'
        ),
      },
    });
  });

  it('because all workers are busy waits as long as it takes', async () => {
    const [forNode, forRole] = [await give(), await give({ role: 'node' })];
    await pass(30 * MINUTE_MS, [agent]);
    expect((await agent.work()).map(({ guid }) => guid).sort()).toEqual([forNode, forRole].sort());
  });

  it('for any node ends only when there is none', async () => {
    const guid = await give({ role: '*' });
    await pass(10 * MINUTE_MS, [agent]);
    expect(await stateOf(guid)).toBe('SCHEDULED SCHEDULED 1');
    await pass(6 * MINUTE_MS);
    expect(await stateOf(guid)).toBe('ERROR NOWORK 1');
  });

  it('to be tried again waits for its time, then no longer than any other', async () => {
    const guid = await give({ maxAttempts: 2, backoffSeconds: 600 });
    await agent.work();
    await agent.report(
      { kind: 'started', guid, attempt: 1, time: now },
      { kind: 'result', guid, attempt: 1, time: now, state: 'ERROR', error: ERROR }
    );
    await pass(9 * MINUTE_MS);
    expect(await stateOf(guid)).toBe('SCHEDULED SCHEDULED 2');
    await pass(MINUTE_MS + 1_000);
    expect(await readJob(test, guid)).toMatchObject({
      nativeState: 'NOWORK',
      attempt: 2,
      error: { message: expect.stringContaining('Attempt 2 did nothing.') },
    });
  });

  it('is left alone when it was the controller that was away', async () => {
    const [forNode, forRole] = [await give(), await give({ role: 'node' })];
    now += 10 * 60 * MINUTE_MS;
    await watch.pass();
    watch = reaper();
    await pass(4 * MINUTE_MS);
    await agent.heartbeat([]);
    expect((await agent.work()).map(({ guid }) => guid).sort()).toEqual([forNode, forRole].sort());
  });

  it('ends with very many others', async () => {
    await give();
    await test.database.database.query({
      text: `insert into jobs_live (gid, is_live, time_create, guid, source, nid, organization, category, cmd, queue, state, native_state, timeout_seconds)
             select gid, is_live, time_create, guid || n, source, nid, organization, category, cmd, queue, state, native_state, timeout_seconds
             from jobs_live, generate_series(1, 1999) as n`,
      values: [],
    });
    await pass(5 * MINUTE_MS + 1_000);
    expect(ended).toHaveLength(2000);
    const left = await test.database.database.query({ text: 'select 1 from jobs_live', values: [] });
    expect(left).toEqual([]);
  });

  describe('for a decommissioned node ends at once', () => {
    const decommission = () => act(test, 'PUT', '/api/v1/nodes/1', { payload: { status: 'DECOMMISSIONED' } });
    const expectEnd = async (guid: string, attempt: number) => {
      await pass(1_000, [agent]);
      expect(await readJob(test, guid)).toMatchObject({
        state: 'ERROR',
        nativeState: 'NOWORK',
        attempt,
        error: { message: expect.stringContaining('Node 1 was decommissioned while this job waited for it.') },
      });
    };

    it('when its attempt failed there, and it would be tried again later', async () => {
      const guid = await give({ maxAttempts: 2, backoffSeconds: 600 });
      await agent.work();
      await decommission();
      await agent.report({ kind: 'result', guid, attempt: 1, time: now, state: 'ERROR', error: ERROR });
      expect(await stateOf(guid)).toBe('SCHEDULED SCHEDULED 2');
      await expectEnd(guid, 2);
    });

    it('when its agent came back without having begun it', async () => {
      const guid = await give();
      await agent.work();
      await decommission();
      agent = await agent.restart();
      await pass(LEASE_MS + 1_000, [agent]);
      await expectEnd(guid, 1);
    });

    it('when it was made at the same moment', async () => {
      const guid = await give();
      await test.database.database.query({ text: `update nodes set status = 'DECOMMISSIONED'`, values: [] });
      await expectEnd(guid, 1);
    });
  });

  describe('that the schedule made', () => {
    const planner = () =>
      new Planner({
        database: test.database.database,
        gid: 1,
        leaseMs: LEASE_MS,
        timezone: 'UTC',
        now: () => now,
        usable: test.services.usable,
        log: pino({ level: 'silent' }),
      });
    const schedule = async () => {
      const [row] = await test.database.database.query<{
        next_run: number;
        missed: number;
        last_missed: number | null;
        last_guid: string;
      }>({
        text: 'select next_run, missed::integer, last_missed, last_guid from schedules where is_active',
        values: [],
      });
      return row ?? { next_run: 0, missed: -1, last_missed: null, last_guid: '' };
    };
    let guid: string;
    let madeAt: number;
    beforeEach(async () => {
      const plan = planner();
      await plan.pass();
      const due = (await schedule()).next_run;
      now = due - 20_000;
      await agent.heartbeat([]);
      watch = reaper();
      await watch.pass();
      await pass(20_500);
      madeAt = now;
      await plan.pass();
      guid = (await schedule()).last_guid;
    });

    it('just after its node was heard last is missed, like any slot of a node that is away, and does not run in the morning', async () => {
      await pass(30_000);
      expect(await stateOf(guid)).toBe('SCHEDULED SCHEDULED 1');
      await pass(1_000);
      const { error, ...job } = await readJob(test, guid);
      expect(job).toMatchObject({ state: 'ERROR', nativeState: 'NOWORK', user: 'schedule' });
      expect(error?.message).toContain(
        `This job was due ${new Date(madeAt).toISOString()} on node 1 (node-1), which was last heard ${new Date(madeAt - 20_500).toISOString()}; what cannot run within 30 s of its time is missed. It did nothing.`
      );
      expect(await schedule()).toMatchObject({ missed: 1, last_missed: madeAt });
      now += 10 * 3_600_000;
      await agent.heartbeat([]);
      expect(await agent.work()).toEqual([]);
    });

    it('waits as long as it takes on a node whose workers are busy', async () => {
      await pass(30 * MINUTE_MS, [agent]);
      expect((await agent.work()).map((job) => job.guid)).toEqual([guid]);
      expect(await schedule()).toMatchObject({ missed: 0 });
    });
  });
});
