import { type GrafanaTheme2 } from '@grafana/data';
import { JOB_STATES, type JobState } from '@openvcloud/contract/src/jobState';

/** What a state means, for tooltips: the word alone does not say what happened. */
export const STATE_MEANINGS: Readonly<Record<JobState, string>> = {
  SCHEDULED: 'waits for an agent with a free worker',
  RUNNING: 'is executed by an agent now',
  OK: 'was executed successfully',
  ERROR: 'failed',
  TIMEOUT: 'was stopped because it ran longer than its timeout',
};

export function isJobState(value: string): value is JobState {
  return (JOB_STATES as readonly string[]).includes(value);
}

/** Text colours of the theme: readable on every background in light and dark. An unknown state looks neutral. */
export function stateColor(theme: GrafanaTheme2, state: string): string {
  switch (state) {
    case 'OK':
      return theme.colors.success.text;
    case 'ERROR':
      return theme.colors.error.text;
    case 'TIMEOUT':
      return theme.colors.warning.text;
    case 'RUNNING':
      return theme.colors.info.text;
    default:
      return theme.colors.text.secondary;
  }
}

/** Life-cycle order; states this version does not know come last. */
export function compareStates(a: string, b: string): number {
  const rank = (state: string) => (isJobState(state) ? JOB_STATES.indexOf(state) : JOB_STATES.length);
  return rank(a) - rank(b) || a.localeCompare(b);
}
