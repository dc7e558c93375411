import { type TimeRange } from '@grafana/data';
import { formatCondition } from '@openvcloud/contract/src/condition';
import {
  JOB_FIELDS,
  JUMPSCRIPT_FIELDS,
  LOG_FIELDS,
  type Condition,
  type FieldSpec,
} from '@openvcloud/contract/src/filter';
import { NODE_STAT_FIELDS } from '@openvcloud/contract/src/nodeStat';

export type ValuesOf = 'jobs' | 'logs' | 'jumpscripts' | 'nodeStats';

export interface FieldValue {
  value: string;
  count: number;
}

/** The data source, as far as an editor completes values with it. */
export interface ValuesSource {
  fetchValues: (
    of: ValuesOf,
    field: string,
    search: string,
    conditions?: Condition[],
    range?: TimeRange,
    typed?: readonly string[]
  ) => Promise<FieldValue[]>;
}

interface ValuesRequest {
  of: ValuesOf;
  field: string;
  /** Values that contain this; empty: all. */
  search: string;
  filters: readonly Condition[];
  /** Filters as they are: `state|=|OK`. */
  typed?: readonly string[];
  range?: TimeRange;
}

type GetResource = (path: string, params: Record<string, unknown>) => Promise<unknown>;

const FIELDS: Readonly<Record<ValuesOf, Record<string, FieldSpec>>> = {
  jobs: JOB_FIELDS,
  logs: LOG_FIELDS,
  jumpscripts: JUMPSCRIPT_FIELDS,
  nodeStats: NODE_STAT_FIELDS,
};

/** Values with their counts, most frequent first, from the controller's /values/{field}. */
export async function fetchValues(
  getResource: GetResource,
  { of, field, search, filters, typed = [], range }: ValuesRequest
): Promise<FieldValue[]> {
  if (FIELDS[of][field]?.isCompletable !== true) {
    return [];
  }
  const filter = [...filters.map(formatCondition), ...typed];
  const answer = await getResource(`values/${field}`, {
    of,
    limit: 200,
    ...(search === '' ? {} : { q: search }),
    ...(filter.length === 0 ? {} : { filter }),
    ...(range === undefined ? {} : { from: range.from.valueOf(), to: range.to.valueOf() }),
  });
  return readValues(answer);
}

function readValues(answer: unknown): FieldValue[] {
  if (typeof answer !== 'object' || answer === null || !('values' in answer) || !Array.isArray(answer.values)) {
    throw new Error('Expected a list of values from the data source; check its version against the app.');
  }
  return answer.values.filter(isFieldValue);
}

function isFieldValue(value: unknown): value is FieldValue {
  return (
    typeof value === 'object' &&
    value !== null &&
    'value' in value &&
    typeof value.value === 'string' &&
    'count' in value
  );
}
