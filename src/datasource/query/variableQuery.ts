import { type DataQuery } from '@grafana/schema';
import { type Condition, type FieldSpec } from '@openvcloud/contract/src/filter';
import { currentField } from '@openvcloud/contract/src/formerFields';
import { METRICS_SOURCES } from '../../nodeMetrics/metricsChoice';
import { type ValuesOf } from './fetchValues';
import { currentConditions } from './migrateQuery';
import { fieldsOf, QUERY_VERSION } from './query';

/** Every node that is registered: its name is shown, its id or its name is the value. */
export const NODES = 'nodes';

/** A dashboard variable's query: the values one field has. */
export interface VariableQuery extends DataQuery {
  version: typeof QUERY_VERSION;
  /** Values of a field; nodes, by their names; or where metrics of nodes may come from: then there is no field. */
  of: ValuesOf | typeof NODES | typeof METRICS_SOURCES;
  field: string;
  /** Only values that contain this. */
  search?: string;
  filters?: Condition[];
  /** Show how often each value occurs, beside it. */
  showCounts?: boolean;
  /** Only values that occur in the dashboard's time range. Without, a link with an older value keeps working. */
  inTimeRange?: boolean;
}

export const DEFAULT_VARIABLE_QUERY: Omit<VariableQuery, 'refId'> = {
  version: QUERY_VERSION,
  of: 'jobs',
  field: 'state',
};

/** Completes what is missing, reads the bare field name that a person may have typed or provisioned, and former names. */
export function readVariableQuery(saved: unknown): VariableQuery {
  const query = typeof saved === 'string' ? { field: saved.trim() } : typeof saved === 'object' ? saved : {};
  const read: VariableQuery = { refId: 'values', ...DEFAULT_VARIABLE_QUERY, ...query, version: QUERY_VERSION };
  const fields = variableFields(read.of);
  return {
    ...read,
    field: currentField(read.field, fields),
    ...(read.filters === undefined ? {} : { filters: currentConditions(read.filters, fields) }),
  };
}

/** The fields that filters of a variable's query may name. */
export function variableFields(of: VariableQuery['of']): Record<string, FieldSpec> {
  return of === METRICS_SOURCES ? {} : (fieldsOf(of) ?? {});
}

/** What a variable may have the values of. */
export function variableChoices(of: VariableQuery['of']): Array<{ value: string; label: string }> {
  return of === NODES
    ? [
        { value: 'nid', label: 'Node id' },
        { value: 'name', label: 'Node' },
      ]
    : Object.entries(variableFields(of))
        .filter(([, spec]) => spec.isCompletable)
        .map(([value, { label }]) => ({ value, label }));
}
