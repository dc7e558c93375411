import { below, seededRandom } from './random';

/** Each takes an agent out for longer than a lease; the others strike meanwhile. */
const STALLS = ['stallConnections', 'stallAgent'] as const;
const STRIKES = ['killAgent', 'killController', 'killPostgres', 'cutConnections', 'fillSpool'] as const;
export const FAULT_KINDS = [...STALLS, ...STRIKES];
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

export const isStall = (kind: FaultKind): boolean => STALLS.some((stall) => stall === kind);

/**
 * Every kind once at least, spread evenly over the run; which kind and which target is chance. Only the last ones are
 * given: the leases that a stall outlasts then end together with those that the faults before have cost.
 */
export function planFaults(jobs: number, agents: number, controllers: number, seed: number): PlannedFault[] {
  const random = seededRandom(seed);
  const count = Math.max(FAULT_KINDS.length, Math.floor(jobs / JOBS_PER_FAULT));
  const kinds: FaultKind[] = [...STRIKES];
  while (kinds.length + STALLS.length < count) {
    const among = below(random, STRIKES_PER_STALL) === 0 ? STALLS : STRIKES;
    kinds.push(among[below(random, among.length)] ?? 'killAgent');
  }
  for (let last = kinds.length - 1; last > 0; last--) {
    const other = below(random, last + 1);
    [kinds[last], kinds[other]] = [kinds[other] ?? 'killAgent', kinds[last] ?? 'killAgent'];
  }
  const targets = kinds.map((kind) => below(random, kind === 'killController' ? controllers : agents));
  const lastAgent = below(random, agents);
  STALLS.forEach((_, place) => targets.push((lastAgent + place) % agents));
  return [...kinds, ...STALLS].map((kind, index) => ({
    kind,
    // The last stalls begin together: after the first, too few jobs might end for another fault.
    afterJobs: Math.floor(((Math.min(index, kinds.length) + 1) * jobs) / (kinds.length + 2)),
    target: targets[index] ?? 0,
  }));
}
