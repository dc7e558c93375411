import { type TimeRange } from '@grafana/data';
import { getDataSourceSrv } from '@grafana/runtime';
import { type DataQuery } from '@grafana/schema';
import { type Condition } from '@openvcloud/contract/src/filter';

export interface FieldValue {
  value: string;
  count: number;
}

/** Values of a field that contain `search`, with how many rows have them, most frequent first. */
export type CompleteValues = (field: string, search: string) => Promise<FieldValue[]>;

/** What completion needs of the data source; other data sources do not have it, and then nothing is suggested. */
interface ValuesSource {
  fetchValues: (
    of: 'jobs' | 'logs',
    field: string,
    search: string,
    conditions: Condition[],
    range?: TimeRange
  ) => Promise<FieldValue[]>;
}

/** Completes against the rows that the other conditions leave, so that a suggestion never leads to an empty list. */
export async function completeValues(
  of: 'jobs' | 'logs',
  target: DataQuery | undefined,
  conditions: readonly Condition[],
  range: TimeRange | undefined,
  field: string,
  search: string
): Promise<FieldValue[]> {
  const source: object = await getDataSourceSrv().get(target?.datasource);
  if (!isValuesSource(source)) {
    return [];
  }
  const others = conditions.filter((condition) => condition.field !== field);
  return source.fetchValues(of, field, search, others, range);
}

function isValuesSource(source: object): source is ValuesSource {
  return 'fetchValues' in source && typeof source.fetchValues === 'function';
}
