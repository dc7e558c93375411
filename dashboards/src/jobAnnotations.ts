import { AnnotationQueryBuilder } from '@grafana/grafana-foundation-sdk/dashboard';
import { type Condition } from '@openvcloud/contract/src/filter';
import { type JobState } from '@openvcloud/contract/src/jobState';
import { CHOSEN_DATASOURCE, query } from './query';

/** Jobs as regions on every graph of the dashboard, of these states; the reader may turn each kind off. */
export function jobRegions(name: string, states: readonly JobState[], colour: string, filters: Condition[]) {
  const target = query({
    refId: 'Anno',
    queryType: 'jobAnnotations',
    filters: [...filters, { field: 'state', operator: 'in', values: [...states] }],
    // More of each kind, and nothing is seen of the graph.
    limit: 20,
  });
  const annotation = new AnnotationQueryBuilder()
    .name(name)
    .datasource(CHOSEN_DATASOURCE)
    .enable(true)
    .iconColor(colour)
    .build();
  return { build: () => ({ ...annotation, target: target.build() }) };
}
