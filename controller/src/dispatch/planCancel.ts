import type { JobState } from '@openvcloud/contract';
import { moveJob } from './jobStateMachine';
import { failureOutcome, type Outcome } from './outcome';

export const CANCELLED = 'CANCELLED';
/** Native state while the agent is to kill it. */
export const CANCELLING = 'CANCELLING';

export interface CancellableJob {
  state: JobState;
  /** An agent holds it, though it may not have started it yet. */
  isAssigned: boolean;
}

export type CancelDecision = { kind: 'end'; state: JobState; outcome: Outcome } | { kind: 'request'; state: JobState };

/** Throws IllegalMove for a job that has ended. Only what no agent holds can be ended from here. */
export function planCancel({ state, isAssigned }: CancellableJob, user: string): CancelDecision {
  if (state === 'SCHEDULED' && !isAssigned) {
    return { kind: 'end', state: moveJob(state, 'cancel'), outcome: cancelledOutcome(user) };
  }
  return { kind: 'request', state: moveJob(state, 'requestCancel') };
}

export function cancelledOutcome(user: string): Outcome {
  return failureOutcome(CANCELLED, 'Cancelled', `Cancelled by ${user} before it started. It did nothing.`);
}
