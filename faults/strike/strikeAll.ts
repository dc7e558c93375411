import { setTimeout as delay } from 'node:timers/promises';
import type { Arena, Blow } from './arena';
import type { Struck } from '../evidence/evidence';
import { isLong, type PlannedFault } from '../plan/planFaults';
import { strike } from './strike';

/** How far the run is; `gate`: no more jobs than that may be asked for yet. */
export interface Progress {
  ended: number;
  gate: number;
}

const LOOK_EVERY_MS = 50;
/** A fault that did nothing is tried again; the verdict counts those that never did anything. */
const TRIES = 3;

/**
 * Lets each fault happen when so many jobs have ended. Resolves with all that struck, also those that were cut short by
 * others, when none can do harm any more.
 */
export async function strikeAll(
  faults: readonly PlannedFault[],
  arena: Arena,
  progress: Progress,
  jobsPerFault: number,
  say: (message: string) => void
): Promise<Struck[]> {
  const struck: Array<Promise<Struck>> = [];
  const long = new Map<number, Promise<void>>();
  for (const [index, fault] of faults.entries()) {
    // The jobs must not run ahead of the faults: each fault is to meet jobs that run.
    progress.gate = Math.max(fault.afterJobs, faults[index + 1]?.afterJobs ?? 0) + jobsPerFault;
    while (progress.ended < fault.afterJobs) {
      await delay(LOOK_EVERY_MS);
    }
    say(`${String(progress.ended).padStart(6)} jobs ended: ${fault.kind} ${fault.target + 1}`);
    // One long one after the other on the same agent, while others strike.
    const former = long.get(fault.target) ?? Promise.resolve();
    if (isLong(fault.kind)) {
      const strikes = former.then(() => strikeUntilWhole(fault, arena, struck, say));
      strikes.catch(() => undefined); // heard of in the end
      long.set(fault.target, strikes);
    } else {
      // A spool cannot be filled while its agent stands still.
      await (fault.kind === 'fillSpool' ? former : undefined);
      await strikeUntilWhole(fault, arena, struck, say);
    }
  }
  progress.gate = Infinity;
  await Promise.all(long.values());
  return Promise.all(struck);
}

async function strikeUntilWhole(
  fault: PlannedFault,
  arena: Arena,
  struck: Array<Promise<Struck>>,
  say: (message: string) => void
): Promise<void> {
  for (let attempt = 1; attempt <= TRIES; attempt++) {
    const blow = await strike(fault, arena);
    if (blow !== undefined) {
      const one = toStruck(fault, blow);
      one.catch(() => undefined); // heard of in the end
      struck.push(one);
    }
    // Killed processes come back on their own; the others are over when they return.
    if (blow !== undefined && (fault.kind.startsWith('kill') || (await blow.over).isWhole)) {
      return;
    }
    say(
      `       ${fault.kind} ${fault.target + 1} ${blow === undefined ? 'met nothing' : 'was cut short'}, try ${attempt} of ${TRIES}`
    );
  }
}

async function toStruck({ kind }: PlannedFault, { from, nid, over }: Blow): Promise<Struck> {
  return { kind, from, ...(nid === undefined ? {} : { nid }), ...(await over) };
}
