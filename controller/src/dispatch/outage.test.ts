import { pino } from 'pino';
import { planExecution } from '../jobs/planExecution';
import { execute, plantScripts, readJob, startAgent } from '../testing/agent';
import { startTestApp, type TestApp } from '../testing/app';
import { LEASE_MS } from '../timing/leaseTimes';
import { Reaper } from './reaper';

/** Twice the longest silence that an agent may have. */
const OUTAGE_MS = 2 * LEASE_MS;

describe('after an outage of the controller and its database', () => {
  let former: TestApp;
  let test: TestApp;
  let guids: string[];
  beforeAll(async () => {
    former = await startTestApp();
    await former.services.pulse.beat();
    await plantScripts(former, { 'o/echo': 'def action(): pass\n' });
    const [agent] = [await startAgent(former, 1, ['node']), await startAgent(former, 2, ['gone'])];
    guids = (await execute(former, { organization: 'o', name: 'echo', nid: 1 })).jobs.map(({ guid }) => guid);
    await agent.work();
    await agent.report({ kind: 'started', guid: guids[0] ?? '', attempt: 1, time: Date.now(), pid: 7 });
    // Node 2 had been away before; then time passes in which nothing runs.
    const sql = (text: string) => former.database.database.query({ text, values: [OUTAGE_MS] });
    await sql('update nodes set last_seen = last_seen - $1::bigint where nid = 2');
    await sql('update nodes set last_seen = last_seen - $1::bigint');
    await sql('update jobs_live set lease_until = lease_until - $1::bigint');
    await sql('update service_beats set beat_at = beat_at - $1::bigint');
    test = await startTestApp({ database: former.database });
    await test.services.pulse.beat();
  });
  afterAll(async () => {
    await test.close();
    await former.close();
  });

  const askFor = async (target: { nid: number } | { role: string; all?: true }) =>
    (await execute(test, { organization: 'o', name: 'echo', ...target })).jobs.map(({ nativeState }) => nativeState);

  it('a job is given to a node that was live before it, and not to one that was away then', async () => {
    expect(await askFor({ nid: 1 })).toEqual(['SCHEDULED']);
    expect(await askFor({ role: 'node' })).toEqual(['SCHEDULED']);
    expect(await askFor({ role: 'node', all: true })).toEqual(['SCHEDULED']);
    expect(await askFor({ nid: 2 })).toEqual(['NOWORK']);
    expect(await askFor({ role: 'gone' })).toEqual(['NOWORK']);
  });

  it('no job is given up whose lease ran out meanwhile', async () => {
    const reaper = new Reaper({
      database: test.database.database,
      gid: 1,
      leaseMs: LEASE_MS,
      now: Date.now,
      usable: test.services.usable,
      log: pino({ level: 'silent' }),
      onEnded: () => undefined,
    });
    await reaper.pass();
    expect(await readJob(test, guids[0] ?? '')).toMatchObject({ state: 'RUNNING' });
  });

  it('a controller that has not looked since says the same', () => {
    const { usable } = former.services;
    const now = Date.now() + OUTAGE_MS;
    const script = { id: 'o:echo', organization: 'o', name: 'echo', category: '', version: 1, hash: '', log: true };
    const node = { nid: 1, name: 'n', roles: ['node'], status: 'ENABLED', lastSeen: Date.now() };
    const [job] = planExecution(
      { nid: 1, argsJson: '{}', parentGuid: null, chainGuid: null },
      { ...script, roles: [], queue: 'default', timeoutSeconds: null },
      [node],
      { now, liveAfter: usable.liveAfter(now, LEASE_MS), user: 'u', newGuid: () => 'g' }
    );
    expect(job?.ended).toBeNull();
  });
});
