import type { UnsentReport } from '@openvcloud/contract';
import { randomUUID } from 'node:crypto';
import { pino } from 'pino';
import { LEASE_MS } from '../timing/leaseTimes';
import { renewLeases } from './leases';
import { execute, plantScripts, readJob, startAgent, type TestAgent } from '../testing/agent';
import { beatingReaper } from '../testing/beatingReaper';
import { startTestApp, type TestApp } from '../testing/app';
import { holdRows, type HeldRows } from '../testing/heldRows';

describe('a lease', () => {
  let test: TestApp;
  let agent: TestAgent;
  let now = Date.UTC(2026, 10, 22);
  let holds: HeldRows[] = [];
  beforeAll(async () => {
    test = await startTestApp({ now: () => now });
    await plantScripts(test, { 'o/echo': 'def action(): pass\n' });
  });
  beforeEach(async () => {
    await test.database.database.query({ text: 'truncate jobs, nodes, log_lines', values: [] });
    agent = await startAgent(test, 1);
  });
  afterEach(async () => {
    await Promise.all(holds.map((hold) => hold.release()));
    holds = [];
  });
  afterAll(() => test.close());

  const reaper = () => beatingReaper(test, () => now);
  const running = async (): Promise<string> => {
    const guid = (await execute(test, { organization: 'o', name: 'echo', nid: 1 })).jobs[0]?.guid ?? '';
    await agent.work();
    await agent.report({ kind: 'started', guid, attempt: 1, time: now });
    return guid;
  };
  const linesOf = (guid: string, first = 1, count = 1): UnsentReport => ({
    kind: 'logs',
    guid,
    attempt: 1,
    lines: Array.from({ length: count }, (_, index) => ({
      seq: first + index,
      time: now,
      level: 5,
      category: 'stdout',
      message: 'x'.repeat(80),
    })),
  });
  /** As a batch of lines that is being stored does. */
  const holdJob = async (guid: string): Promise<HeldRows> => {
    const text = 'select 1 from jobs_live where guid = $1 for update';
    const hold = await holdRows(test.database.database, { text, values: [guid] });
    holds.push(hold);
    return hold;
  };
  const leaseOf = async (guid: string) => (await readJob(test, guid)).leaseUntil;

  it('is renewed by a heartbeat that comes while the lines of the job are stored', async () => {
    const guid = await running();
    const storing = await holdJob(guid);
    now += 10_000;
    const beat = agent.heartbeat([guid]);
    await Promise.race([beat, storing.isAwaited()]);
    await storing.release();
    expect(await beat).toMatchObject({ cancel: [], unknown: [] });
    expect(await leaseOf(guid)).toBe(now + LEASE_MS);
  });

  it('is not called renewed when its row stays locked: the heartbeat is refused, and renews the others', async () => {
    const [guid, other] = [await running(), await running()];
    const storing = await holdJob(guid);
    now += 10_000;
    await expect(agent.heartbeat([guid, other])).rejects.toThrow(
      /503.*LEASE_NOT_RENEWED.*Expected to renew the leases of all 2 jobs within 4 s, 1 of them stayed locked/
    );
    await storing.release();
    expect(await leaseOf(guid)).toBe(now - 10_000 + LEASE_MS);
    expect(await leaseOf(other)).toBe(now + LEASE_MS);
    expect(await agent.heartbeat([guid, other])).toMatchObject({ cancel: [], unknown: [] });
    expect(await leaseOf(guid)).toBe(now + LEASE_MS);
  });

  it('ends for a job that ends while the heartbeat waits', async () => {
    const guid = await running();
    const storing = await holdJob(guid);
    const beat = agent.heartbeat([guid]);
    await storing.isAwaited();
    await storing.query(`update jobs set is_live = false, state = 'OK', lease_until = null where guid = '${guid}'`);
    await storing.release();
    expect(await beat).toMatchObject({ cancel: [], unknown: [guid] });
  });

  it('is renewed by every heartbeat of a job that floods logs', async () => {
    const guid = await running();
    let isOver = false;
    let first = 1;
    const flood = async () => {
      while (!isOver) {
        const reports = Array.from({ length: 5 }, () => linesOf(guid, (first += 200), 200));
        expect((await agent.report(...reports)).refused).toEqual([]);
      }
    };
    const flooding = flood();
    for (let beat = 0; beat < 30; beat++) {
      now += 1_000;
      const askedAt = now;
      expect(await agent.heartbeat([guid])).toMatchObject({ cancel: [], unknown: [] });
      expect(await leaseOf(guid)).toBeGreaterThanOrEqual(askedAt + LEASE_MS);
    }
    isOver = true;
    await flooding;
  });

  it('is renewed by the lines of the session that has the job, when a third of it has passed', async () => {
    const guid = await running();
    const from = now;
    now += 9_000;
    await agent.report(linesOf(guid, 1));
    expect(await leaseOf(guid)).toBe(from + LEASE_MS);
    now += 2_000;
    await agent.report(linesOf(guid, 2));
    expect(await leaseOf(guid)).toBe(now + LEASE_MS);
  });

  it('counts from when the lines are stored, however long that took', async () => {
    const guid = await running();
    const storing = await holdJob(guid);
    const report = agent.report(linesOf(guid));
    await storing.isAwaited();
    now += LEASE_MS + 5_000;
    await storing.release();
    await report;
    expect(await leaseOf(guid)).toBe(now + LEASE_MS);
  });

  it('is not renewed by what a former session left on disk', async () => {
    const guid = await running();
    const from = now;
    const next = await agent.restart();
    now += 20_000;
    expect(await next.send(randomUUID(), [{ seq: 1, ...linesOf(guid) }])).toEqual({ acknowledged: 1, refused: [] });
    expect(await leaseOf(guid)).toBe(from + LEASE_MS);
  });

  it('that could not be renewed because all controllers were away counts anew, also of a job that was locked just then', async () => {
    const guid = await running();
    const watch = reaper();
    await watch.pass();
    now += 120_000;
    const storing = await holdJob(guid);
    await watch.pass();
    await storing.release();
    await watch.pass();
    now += 8_000;
    await watch.pass();
    expect(await readJob(test, guid)).toMatchObject({ state: 'RUNNING' });
    expect(await agent.heartbeat([guid])).toMatchObject({ cancel: [], unknown: [] });
    for (let waited = 0; waited <= LEASE_MS; waited += 5_000) {
      expect(await readJob(test, guid)).toMatchObject({ state: 'RUNNING' });
      now += 5_000;
      await watch.pass();
    }
    expect(await readJob(test, guid)).toMatchObject({ state: 'ERROR', nativeState: 'AGENT_LOST' });
  });

  it('waits for a lock no longer than it is told', async () => {
    const guid = await running();
    const storing = await holdJob(guid);
    const renewal = renewLeases(test.database.database, { gid: 1, nid: 1, held: [guid], leaseUntil: now }, 50);
    await expect(renewal).rejects.toThrow('within 0.05 s, 1 of them stayed locked');
    await storing.release();
  });
});
