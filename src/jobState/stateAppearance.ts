import { type GrafanaTheme2 } from '@grafana/data';
import { JOB_STATES, STATE_LOOKS, type JobState, type StateColor } from '@openvcloud/contract/src/jobState';

export function isJobState(value: string): value is JobState {
  return (JOB_STATES as readonly string[]).includes(value);
}

/** The colours' shades for text: readable on every background in light and dark. */
const TEXT_COLORS: Readonly<Record<StateColor, (theme: GrafanaTheme2) => string>> = {
  purple: ({ isDark, visualization }) => visualization.getColorByName(isDark ? 'light-purple' : 'dark-purple'),
  blue: ({ colors }) => colors.info.text,
  green: ({ colors }) => colors.success.text,
  red: ({ colors }) => colors.error.text,
  orange: ({ colors }) => colors.warning.text,
};

/** An unknown state looks neutral. */
export function stateColor(theme: GrafanaTheme2, state: string): string {
  return isJobState(state) ? TEXT_COLORS[STATE_LOOKS[state].color](theme) : theme.colors.text.secondary;
}

/** Life-cycle order; states this version does not know come last. */
export function compareStates(a: string, b: string): number {
  const rank = (state: string) => (isJobState(state) ? JOB_STATES.indexOf(state) : JOB_STATES.length);
  return rank(a) - rank(b) || a.localeCompare(b);
}
