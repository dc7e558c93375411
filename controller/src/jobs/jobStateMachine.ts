import type { JobState } from '@openvcloud/contract';

/**
 * What may happen to a job. Every change of a job's state goes through `moveJob`; there is no other list of moves.
 *
 * ```mermaid
 * stateDiagram-v2
 *   [*] --> SCHEDULED: execute, schedule
 *   [*] --> ERROR: noWork (unknown role, no live node)
 *   SCHEDULED --> SCHEDULED: handBack (assigned, never started)
 *   SCHEDULED --> RUNNING: start
 *   SCHEDULED --> SCHEDULED: requestCancel (assigned: its agent is told)
 *   SCHEDULED --> ERROR: fail, lose, cancel
 *   SCHEDULED --> TIMEOUT: timeOut
 *   RUNNING --> RUNNING: requestCancel (its agent kills it, then reports fail)
 *   RUNNING --> OK: succeed
 *   RUNNING --> ERROR: fail, lose
 *   RUNNING --> TIMEOUT: timeOut
 *   SCHEDULED --> SCHEDULED: retry
 *   RUNNING --> SCHEDULED: retry (maxAttempts allows it)
 *   OK --> [*]
 *   ERROR --> [*]
 *   TIMEOUT --> [*]
 * ```
 *
 * An assigned job stays SCHEDULED, with the agent's session and a lease, until the agent reports that it started: a
 * job is called RUNNING only when something runs. A cancel is asked for, not commanded: what returned before the kill
 * reached it is OK. A batch, a purge, a re-run move nothing: they make new jobs, or take away ended ones. Terminal states have no moves: what ended never changes again.
 */
export const JOB_EVENTS = [
  'handBack',
  'start',
  'succeed',
  'fail',
  'timeOut',
  'lose',
  'retry',
  'cancel',
  'requestCancel',
] as const;
export type JobEvent = (typeof JOB_EVENTS)[number];

const MOVES: Readonly<Record<JobState, Partial<Record<JobEvent, JobState>>>> = {
  SCHEDULED: {
    handBack: 'SCHEDULED',
    start: 'RUNNING',
    fail: 'ERROR',
    timeOut: 'TIMEOUT',
    lose: 'ERROR',
    retry: 'SCHEDULED',
    cancel: 'ERROR',
    requestCancel: 'SCHEDULED',
  },
  RUNNING: {
    succeed: 'OK',
    fail: 'ERROR',
    timeOut: 'TIMEOUT',
    lose: 'ERROR',
    retry: 'SCHEDULED',
    requestCancel: 'RUNNING',
  },
  OK: {},
  ERROR: {},
  TIMEOUT: {},
};

export class IllegalMove extends Error {
  override readonly name = 'IllegalMove';

  constructor(state: JobState, event: JobEvent) {
    const allowed = Object.keys(MOVES[state]);
    super(`expected ${allowed.length === 0 ? 'nothing more' : allowed.join(', ')} for a job in ${state}, got ${event}`);
  }
}

/** The state after `event`. Throws IllegalMove when the job cannot have it. */
export function moveJob(state: JobState, event: JobEvent): JobState {
  const next = MOVES[state][event];
  if (next === undefined) {
    throw new IllegalMove(state, event);
  }
  return next;
}
