/** The public states, in life-cycle order. Native states of bridged controllers live beside them in `nativeState`. */
export const JOB_STATES = ['SCHEDULED', 'RUNNING', 'OK', 'ERROR', 'TIMEOUT'] as const;
export type JobState = (typeof JOB_STATES)[number];

export const TERMINAL_STATES = ['OK', 'ERROR', 'TIMEOUT'] as const;

/** Reached the end of its life: its state, result and times no longer change. */
export function isTerminal(state: JobState): boolean {
  return (TERMINAL_STATES as readonly string[]).includes(state);
}
