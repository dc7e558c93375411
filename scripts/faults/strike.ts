import { setTimeout as delay } from 'node:timers/promises';
import { LEASE_MS } from '../../controller/src/leaseTimes';
import type { Service } from '../processes/supervise';
import { waitFor } from '../processes/waitFor';
import { hasNoted } from './evidence';
import type { PlannedFault } from './planFaults';
import { below } from './random';
import { execute } from './workload';
import type { World } from './world';

/** About 2.5 MB of log lines: more than twice the agent's quota. */
const CHATTY_LINES = 20_000;
const CUT_WITHIN_BYTES = 2000;
/** The controllers look every few seconds; one that starts again gives every lease its full time once more. */
const GIVEN_UP_WITHIN_SECONDS = 45;
const MEETS_WITHIN_SECONDS = 15;

export interface StrikeContext {
  world: World;
  record: string;
  random: () => number;
  onCreated(guids: string[]): void;
  /** The controllers keep a job for this node. */
  hasLease(nid: number): Promise<boolean>;
}

/** Lets one fault happen; resolves when nothing more is needed for the world to recover by itself. */
export async function strike({ kind, target }: PlannedFault, context: StrikeContext): Promise<void> {
  const { world, random } = context;
  switch (kind) {
    case 'killAgent':
      kill(world.agents[target]?.service);
      return;
    case 'killController':
      kill(world.controllers[target]);
      return;
    case 'killPostgres':
      world.killPostgres();
      return;
    case 'cutConnections':
      world.agents[target]?.proxy.cut(1 + below(random, CUT_WITHIN_BYTES));
      return;
    case 'fillSpool':
      await fillSpool(target, context);
      return;
    case 'stallConnections':
      await stallConnections(target, context);
      return;
    case 'stallAgent':
      await stallAgent(target, context);
  }
}

function kill(service: Service | undefined): void {
  signal(service?.pid(), 'SIGKILL');
}

function signal(pid: number | undefined, name: NodeJS.Signals): void {
  try {
    if (pid !== undefined) {
      process.kill(pid, name);
    }
  } catch {
    // ESRCH: it was killed a moment ago and has not been started again.
  }
}

/** A network that swallows: the agent is connected and gets no answer, and what it said arrives when nobody waits for it. */
async function stallConnections(target: number, context: StrikeContext): Promise<void> {
  const agent = context.world.agents[target];
  if (agent !== undefined) {
    await meetJob(agent.nid, context);
    agent.proxy.stall();
    await outlastLease(agent.nid, context);
    agent.proxy.unstall();
  }
}

/** The agent stands still while its jobs go on; then it goes on as if no time had passed. */
async function stallAgent(target: number, context: StrikeContext): Promise<void> {
  const agent = context.world.agents[target];
  if (agent !== undefined) {
    await meetJob(agent.nid, context);
    const pid = agent.service.pid();
    signal(pid, 'SIGSTOP');
    await outlastLease(agent.nid, context);
    signal(pid, 'SIGCONT');
  }
}

/** A stall without a lease to outlast shows nothing. But an agent that was killed a moment ago, or PostgreSQL, may be away. */
async function meetJob(nid: number, { hasLease }: StrikeContext): Promise<void> {
  await waitFor('a job to meet', () => hasLease(nid), { seconds: MEETS_WITHIN_SECONDS, everyMs: 20 }).catch(
    () => false
  );
}

async function outlastLease(nid: number, { hasLease }: StrikeContext): Promise<void> {
  await delay(LEASE_MS);
  // An agent that was killed meanwhile has work again, and this ends without.
  const isGivenUp = async (): Promise<boolean> => !(await hasLease(nid));
  await waitFor('its jobs to be given up', isGivenUp, { seconds: GIVEN_UP_WITHIN_SECONDS }).catch(() => false);
}

/** A chatty job on a node that cannot reach any controller: what it writes has to stay in the spool, and does not fit. */
async function fillSpool(target: number, { world, record, onCreated }: StrikeContext): Promise<void> {
  const agent = world.agents[target];
  if (agent === undefined) {
    return;
  }
  const guids = await execute(
    world.controllerUrls,
    {
      organization: 'faults',
      name: 'count',
      nid: agent.nid,
      args: { lines: CHATTY_LINES, seconds: 2, record },
      tags: ['chatty'],
    },
    target
  );
  onCreated(guids);
  const [guid = ''] = guids;
  // It may have been born terminal (its node is down), or its node may be killed: then there is nothing to fill.
  const hasStarted = await waitFor('the chatty job', async () => hasNoted(record, guid, 'start'), {
    seconds: 30,
  }).catch(() => false);
  if (hasStarted) {
    agent.proxy.block();
    await waitFor('its end', async () => hasNoted(record, guid, 'end'), { seconds: 15 }).catch(() => false);
    await delay(500); // the agent reads the last of its output
    agent.proxy.unblock();
  }
}
