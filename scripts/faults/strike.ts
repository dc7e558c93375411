import { setTimeout as delay } from 'node:timers/promises';
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

export interface StrikeContext {
  world: World;
  record: string;
  random: () => number;
  onCreated(guids: string[]): void;
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
  }
}

function kill(service: Service | undefined): void {
  const pid = service?.pid();
  try {
    if (pid !== undefined) {
      process.kill(pid, 'SIGKILL');
    }
  } catch {
    // ESRCH: it was killed a moment ago and has not been started again.
  }
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
