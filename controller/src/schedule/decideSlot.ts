import type { Passed } from './period';

/** A slot later than this is missed: what was due in the night does not run in the morning. */
export const LATE_MS = 30_000;

export interface SlotFacts {
  isNodeLive: boolean;
  /** False: people want it not to run there now, so nothing is missed either. */
  isWanted: boolean;
  /** A job of the same JumpScript waits or runs on the node. */
  isOpen: boolean;
  now: number;
}

export interface SlotDecision {
  isRun: boolean;
  nextRun: number;
  missed: number;
  /** The last slot that was missed. */
  missedAt: number | null;
}

/** What becomes of the slots that have passed: at most the newest one runs, the others are missed: counted, never replayed. */
export function decideSlot(
  { count, last, before, next }: Passed,
  { isNodeLive, isWanted, isOpen, now }: SlotFacts
): SlotDecision {
  const isRun = isWanted && isNodeLive && !isOpen && now - last <= LATE_MS;
  const missed = isWanted ? count - (isRun ? 1 : 0) : 0;
  return { isRun, nextRun: next, missed, missedAt: missed === 0 ? null : isRun ? before : last };
}
