/** The public states, in life-cycle order. Native states of bridged controllers live beside them in `nativeState`. */
export const JOB_STATES = ['SCHEDULED', 'RUNNING', 'OK', 'ERROR', 'TIMEOUT'] as const;
export type JobState = (typeof JOB_STATES)[number];

interface StateLook {
  /** Grafana's name of the colour: each theme has its own shade. */
  color: string;
  /** What the job does or did; follows "the job". */
  meaning: string;
}

/** How states look wherever they are shown: in graphs, tables and panels, and in the words of their tooltips. */
export const STATE_LOOKS = {
  SCHEDULED: { color: 'purple', meaning: 'waits for an agent with a free worker' },
  RUNNING: { color: 'blue', meaning: 'is executed by an agent now' },
  OK: { color: 'green', meaning: 'was executed successfully' },
  ERROR: { color: 'red', meaning: 'failed' },
  TIMEOUT: { color: 'orange', meaning: 'was stopped because it ran longer than its timeout' },
} as const satisfies Record<JobState, StateLook>;
export type StateColor = (typeof STATE_LOOKS)[JobState]['color'];

export const TERMINAL_STATES = ['OK', 'ERROR', 'TIMEOUT'] as const;

/** Reached the end of its life: its state, result and times no longer change. */
export function isTerminal(state: JobState): boolean {
  return (TERMINAL_STATES as readonly string[]).includes(state);
}
