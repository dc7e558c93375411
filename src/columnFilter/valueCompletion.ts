import { type TimeRange } from '@grafana/data';
import { getDataSourceSrv } from '@grafana/runtime';
import { type DataQuery } from '@grafana/schema';
import { type Condition } from '@openvcloud/contract/src/filter';
import { fieldOf } from '../viewerState/readFilters';

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
    range?: TimeRange,
    typed?: string[]
  ) => Promise<FieldValue[]>;
}

/** A panel's own query, as far as it narrows its list. */
interface FilteredQuery extends DataQuery {
  filters?: Condition[];
}

/**
 * Completes against the rows that the other conditions leave, so that a suggestion never leads to an empty list: those
 * of the panel's own query, and those the viewer typed (`state|=|OK`).
 */
export async function completeValues(
  of: 'jobs' | 'logs',
  target: FilteredQuery | undefined,
  typed: readonly string[],
  range: TimeRange | undefined,
  field: string,
  search: string
): Promise<FieldValue[]> {
  const source: object = await getDataSourceSrv().get(target?.datasource);
  if (!isValuesSource(source)) {
    return [];
  }
  const saved = (target?.filters ?? []).filter((condition) => condition.field !== field);
  const others = typed.filter((filter) => fieldOf(filter) !== field);
  return source.fetchValues(of, field, search, saved, range, others);
}

function isValuesSource(source: object): source is ValuesSource {
  return 'fetchValues' in source && typeof source.fetchValues === 'function';
}
