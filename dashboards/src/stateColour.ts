import { FieldColorBuilder, FieldColorModeId } from '@grafana/grafana-foundation-sdk/dashboard';
import { STATE_LOOKS, type JobState } from '@openvcloud/contract/src/jobState';

/** Series that are labelled by state come from the data source in these colours; only numbers of one state need them here. */
export function stateColour(state: JobState): FieldColorBuilder {
  return new FieldColorBuilder().mode(FieldColorModeId.Fixed).fixedColor(STATE_LOOKS[state].color);
}
