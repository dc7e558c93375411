import { type DataQuery } from '@grafana/schema';
import { type Condition } from '@openvcloud/contract/src/filter';
import { type ValuesOf } from './fetchValues';

/** A dashboard variable's query: the values one field has. */
export interface VariableQuery extends DataQuery {
  version: 1;
  of: ValuesOf;
  field: string;
  /** Only values that contain this. */
  search?: string;
  filters?: Condition[];
  /** Show how often each value occurs, beside it. */
  showCounts?: boolean;
  /** Only values that occur in the dashboard's time range. Without, a link with an older value keeps working. */
  inTimeRange?: boolean;
}

export const DEFAULT_VARIABLE_QUERY: Omit<VariableQuery, 'refId'> = { version: 1, of: 'jobs', field: 'state' };

/** Completes what is missing, and reads the bare field name that a person may have typed or provisioned. */
export function readVariableQuery(saved: unknown): VariableQuery {
  const query = typeof saved === 'string' ? { field: saved.trim() } : typeof saved === 'object' ? saved : {};
  return { refId: 'values', ...DEFAULT_VARIABLE_QUERY, ...query };
}
