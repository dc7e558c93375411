import { LEASE_MS } from '../../controller/src/timing/leaseTimes';
import { waitFor } from '../../scripts/processes/waitFor';
import type { Arena, Blow } from './arena';
import { runsOf } from '../evidence/record';
import { execute } from '../world/workload';
import type { AgentNode } from '../world/world';

/** A lease and a quarter: what keeps heartbeats from renewing it ends the job. */
const FLOOD_SECONDS = (LEASE_MS / 1000) * 1.25;
/** So many that a controller stores lines of this job at nearly every moment: a heartbeat has to get through between. */
const LINES_PER_SECOND = 12_000;
const ENDS_WITHIN_SECONDS = FLOOD_SECONDS + 60;

/** Two jobs that outlast a lease: one never stops to write, the other is silent for all that time in the middle of its lines. */
export async function floodLines(
  { nid }: AgentNode,
  { world, ledger, record, onCreated }: Arena
): Promise<Blow | undefined> {
  const from = Date.now();
  const count = { organization: 'faults', name: 'count', nid, tags: ['long'] };
  const flood = { ...count, args: { record, flood_seconds: FLOOD_SECONDS, rate: LINES_PER_SECOND } };
  const silence = { ...count, args: { record, lines: 20, seconds: FLOOD_SECONDS } };
  const guids = [
    ...(await execute(world.controllerUrls, flood, nid)),
    ...(await execute(world.controllerUrls, silence, nid)),
  ];
  onCreated(guids);
  let leastLeaseMs = Infinity;
  const haveEnded = async (): Promise<boolean> => {
    leastLeaseMs = Math.min(leastLeaseMs, (await ledger.leaseLeftMs(guids)) ?? Infinity);
    return guids.every((guid) => runsOf(record, guid).some(({ end }) => end !== undefined));
  };
  // What becomes of them the verdict says.
  const isWhole = await waitFor('the flood to end', haveEnded, { seconds: ENDS_WITHIN_SECONDS }).catch(() => false);
  return { nid, from, over: Promise.resolve({ to: Date.now(), isWhole, leastLeaseMs }) };
}
