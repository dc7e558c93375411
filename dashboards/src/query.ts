import { type Builder, type Dataquery } from '@grafana/grafana-foundation-sdk/cog';
import plugin from '../../src/datasource/plugin.json';
import { type JobsQuery } from '../../src/datasource/query/query';
import { VARIABLES } from '../../src/navigation/links';

/** Every panel asks the data source the reader chose in the dashboard, so a dashboard fits every installation. */
export const CHOSEN_DATASOURCE = { type: plugin.id, uid: `\${${VARIABLES.ds}}` } as const;

/** `refId` and version are ours to fill in. */
type Question = Omit<JobsQuery, 'refId' | 'version' | 'datasource'> & { refId?: string };

/** One target of a panel: `query({queryType: 'job', guid: '$guid'})`. The SDK wants a builder with a marker method; it is not in the JSON. */
export function query(question: Question): Builder<Dataquery> {
  const saved: JobsQuery = { refId: 'A', version: 2, datasource: CHOSEN_DATASOURCE, ...question };
  return { build: () => ({ ...saved, _implementsDataqueryVariant() {} }) };
}
