import type { JobState } from '@openvcloud/contract';
import { moveJob } from '../jobs/jobStateMachine';
import { failureOutcome, type Outcome } from '../jobs/outcome';

export const CANCELLED = 'CANCELLED';
/** Native state while the agent is to kill it. */
export const CANCELLING = 'CANCELLING';

export interface CancellableJob {
  state: JobState;
  /** An agent holds it, though it may not have started it yet. */
  isAssigned: boolean;
}

type CancelledEnd = { kind: 'end'; state: JobState; outcome: Outcome };
export type CancelDecision = CancelledEnd | { kind: 'request'; state: JobState };

/** Throws IllegalMove for a job that has ended. Only what no agent holds can be ended from here. */
export function planCancel({ state, isAssigned }: CancellableJob, user: string): CancelDecision {
  if (state === 'SCHEDULED' && !isAssigned) {
    return { kind: 'end', state: moveJob(state, 'cancel'), outcome: cancelledOutcome(user) };
  }
  return { kind: 'request', state: moveJob(state, 'requestCancel') };
}

/** What is stored of a job that is ended before any agent ran it. */
export function cancelledEnd<Job>(job: Job, { state, outcome }: CancelledEnd, now: number) {
  return { ...job, state, outcome, timeStart: null, timeStop: now, timeKnown: now, logLines: null, droppedLines: null };
}

export function cancelledOutcome(user: string): Outcome {
  return failureOutcome(CANCELLED, 'Cancelled', `Cancelled by ${user} before it started. It did nothing.`);
}
