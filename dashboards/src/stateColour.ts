import {
  FieldColorBuilder,
  FieldColorModeId,
  type DynamicConfigValue,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { JOB_STATES, type JobState } from '@openvcloud/contract/src/jobState';

/** Grafana's names for the colours the panels give the states, so that both themes get their own shade. */
export const STATE_COLOURS: Readonly<Record<JobState, string>> = {
  SCHEDULED: '#8e8e8e',
  RUNNING: 'blue',
  OK: 'green',
  ERROR: 'red',
  TIMEOUT: 'orange',
};

export function stateColour(state: JobState): FieldColorBuilder {
  return new FieldColorBuilder().mode(FieldColorModeId.Fixed).fixedColor(STATE_COLOURS[state]);
}

/**
 * One override per state. By pattern, because Grafana names a series after its labels and how many there are
 * depends on the query.
 */
export function stateOverrides(): Array<{ pattern: string; properties: DynamicConfigValue[] }> {
  return JOB_STATES.map((state) => ({
    pattern: `/\\b${state}\\b/`,
    properties: [{ id: 'color', value: stateColour(state).build() }],
  }));
}
