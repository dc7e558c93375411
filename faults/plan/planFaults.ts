import { below, seededRandom } from './random';

/** Each takes an agent out for longer than a lease; the others strike meanwhile. */
const STALLS = ['stallConnections', 'stallAgent'] as const;
const STRIKES = ['killAgent', 'killController', 'killPostgres', 'cutConnections', 'fillSpool'] as const;
/** Jobs that outlast a lease, on the agent that the last stalls leave alone: it has nothing to excuse their loss. */
const FLOOD = 'floodLines';
export const FAULT_KINDS = [...STALLS, ...STRIKES, FLOOD] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

export interface PlannedFault {
  kind: FaultKind;
  /** Strikes when this many jobs have ended. */
  afterJobs: number;
  /** Which of the agents or controllers, by place. */
  target: number;
}

const JOBS_PER_FAULT = 100;
/** One in so many is a stall: more would leave hardly an agent to run anything. */
const STRIKES_PER_STALL = 10;

const isStall = (kind: FaultKind): boolean => STALLS.some((stall) => stall === kind);
/** It takes longer than a lease. */
export const isLong = (kind: FaultKind): boolean => isStall(kind) || kind === FLOOD;

/**
 * Every kind once at least, spread evenly over the run; which kind and which target is chance. Only the last ones are
 * given: the leases that a stall outlasts then end together with those that the faults before have cost. The last agent
 * is the one whose spool can be filled, and no place for a flood.
 */
export function planFaults(jobs: number, agents: number, controllers: number, seed: number): PlannedFault[] {
  const random = seededRandom(seed);
  const last: FaultKind[] = [...STALLS, FLOOD];
  const count = Math.max(FAULT_KINDS.length, Math.floor(jobs / JOBS_PER_FAULT));
  const kinds: FaultKind[] = [...STRIKES];
  while (kinds.length + last.length < count) {
    const among = below(random, STRIKES_PER_STALL) === 0 ? STALLS : STRIKES;
    kinds.push(among[below(random, among.length)] ?? 'killAgent');
  }
  for (let place = kinds.length - 1; place > 0; place--) {
    const other = below(random, place + 1);
    [kinds[place], kinds[other]] = [kinds[other] ?? 'killAgent', kinds[place] ?? 'killAgent'];
  }
  const targets = kinds.map((kind) => targetOf(kind, agents, controllers, random));
  const flooded = below(random, agents - 1);
  last.forEach((_, place) => targets.push((flooded + 1 + place) % agents));
  return [...kinds, ...last].map((kind, index) => ({
    kind,
    // The last ones begin together: after the first, too few jobs might end for another fault.
    afterJobs: Math.floor(((Math.min(index, kinds.length) + 1) * jobs) / (kinds.length + 2)),
    target: targets[index] ?? 0,
  }));
}

function targetOf(kind: FaultKind, agents: number, controllers: number, random: () => number): number {
  return kind === 'fillSpool' ? agents - 1 : below(random, kind === 'killController' ? controllers : agents);
}
