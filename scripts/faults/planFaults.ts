import { below, seededRandom } from './random';

export const FAULT_KINDS = ['killAgent', 'killController', 'killPostgres', 'cutConnections', 'fillSpool'] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

export interface PlannedFault {
  kind: FaultKind;
  /** Strikes when this many jobs have ended. */
  afterJobs: number;
  /** Which of the agents or controllers, by place. */
  target: number;
}

const JOBS_PER_FAULT = 100;

/** Every kind once at least, spread evenly over the run; which kind and which target is chance. */
export function planFaults(jobs: number, agents: number, controllers: number, seed: number): PlannedFault[] {
  const random = seededRandom(seed);
  const count = Math.max(FAULT_KINDS.length, Math.floor(jobs / JOBS_PER_FAULT));
  const kinds: FaultKind[] = [...FAULT_KINDS];
  while (kinds.length < count) {
    kinds.push(FAULT_KINDS[below(random, FAULT_KINDS.length)] ?? 'killAgent');
  }
  for (let last = kinds.length - 1; last > 0; last--) {
    const other = below(random, last + 1);
    [kinds[last], kinds[other]] = [kinds[other] ?? 'killAgent', kinds[last] ?? 'killAgent'];
  }
  return kinds.map((kind, index) => ({
    kind,
    afterJobs: Math.floor(((index + 1) * jobs) / (count + 1)),
    target: below(random, kind === 'killController' ? controllers : agents),
  }));
}
