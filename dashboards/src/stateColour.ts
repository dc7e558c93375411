import { FieldColorBuilder, FieldColorModeId } from '@grafana/grafana-foundation-sdk/dashboard';
import { type JobState } from '@openvcloud/contract/src/jobState';

/**
 * Grafana's names of the colours, so that each theme shows its own shade. Series that are labelled by state come from
 * the data source in these colours; only numbers of one state need them here.
 */
const STATE_COLOURS: Readonly<Record<JobState, string>> = {
  SCHEDULED: 'purple',
  RUNNING: 'blue',
  OK: 'green',
  ERROR: 'red',
  TIMEOUT: 'orange',
};

export function stateColour(state: JobState): FieldColorBuilder {
  return new FieldColorBuilder().mode(FieldColorModeId.Fixed).fixedColor(STATE_COLOURS[state]);
}
