import { waitFor } from '../../scripts/processes/waitFor';
import type { Arena, Blow } from './arena';
import { fillSpool } from './fillSpool';
import { floodLines } from './floodLines';
import type { PlannedFault } from '../plan/planFaults';
import { below } from '../plan/random';
import { signal } from '../world/signal';
import { stallAgent, stallConnections } from './stalls';
import type { AgentNode } from '../world/world';

const CUT_WITHIN_BYTES = 2000;
/** What was killed a moment ago has to come back first. */
const THERE_WITHIN_SECONDS = 30;
const BACK_WITHIN_SECONDS = 120;

/** Lets one fault happen. undefined: it did nothing, because what it was to strike was not there. */
export async function strike({ kind, target }: PlannedFault, arena: Arena): Promise<Blow | undefined> {
  const { world, ledger, random } = arena;
  if (kind === 'killPostgres') {
    return kill(world.killPostgres, async () => (await ledger.endedCount()) >= 0);
  }
  if (kind === 'killController') {
    const isUp = async (): Promise<boolean> => (await fetch(`${world.controllerUrls[target]}/readyz`)).ok;
    return kill(() => signal(world.controllers[target]?.pid(), 'SIGKILL'), isUp);
  }
  const agent = world.agents[target];
  if (agent === undefined) {
    throw new Error(`Expected an agent ${target + 1} for ${kind}, there are ${world.agents.length}`);
  }
  switch (kind) {
    case 'killAgent':
      return killAgent(agent, arena);
    case 'cutConnections':
      return cutConnections(agent, 1 + below(random, CUT_WITHIN_BYTES));
    case 'fillSpool':
      return fillSpool(agent, arena);
    case 'floodLines':
      return floodLines(agent, arena);
    case 'stallConnections':
      return stallConnections(agent, arena);
    case 'stallAgent':
      return stallAgent(agent, arena);
  }
}

async function kill(killIt: () => boolean, isBack: () => Promise<boolean>): Promise<Blow | undefined> {
  let from = 0;
  const attempt = async (): Promise<boolean> => {
    from = Date.now();
    return killIt();
  };
  const isKilled = await waitFor('something to kill', attempt, { seconds: THERE_WITHIN_SECONDS, everyMs: 20 }).catch(
    () => false
  );
  const back = (): Promise<boolean> => waitFor('its return', isBack, { seconds: BACK_WITHIN_SECONDS });
  return isKilled ? { from, over: back().then(() => ({ to: Date.now(), isWhole: true })) } : undefined;
}

/** One that has no job to lose shows little: it may just have been started. */
async function killAgent({ nid, service }: AgentNode, { ledger }: Arena): Promise<Blow | undefined> {
  const hasJob = async (): Promise<boolean> => (await ledger.held(await ledger.session(nid))).length > 0;
  const isBusy = await waitFor('a job to lose', hasJob, { seconds: THERE_WITHIN_SECONDS, everyMs: 20 }).catch(
    () => false
  );
  const from = Date.now();
  // Sessions are named by the moment when their agent started.
  const isBack = async (): Promise<boolean> => Number((await ledger.session(nid)).slice(0, 13)) >= from;
  const blow = isBusy ? await kill(() => signal(service.pid(), 'SIGKILL'), isBack) : undefined;
  return blow && { ...blow, nid };
}

/** Its agent may just be started, and have no connection yet. */
async function cutConnections({ nid, proxy }: AgentNode, bytes: number): Promise<Blow | undefined> {
  const from = Date.now();
  const cut = (): Promise<boolean> => proxy.cut(bytes);
  const isCut = await waitFor('a connection to break', cut, { seconds: THERE_WITHIN_SECONDS }).catch(() => false);
  return isCut ? { nid, from, over: Promise.resolve({ to: Date.now(), isWhole: true }) } : undefined;
}
