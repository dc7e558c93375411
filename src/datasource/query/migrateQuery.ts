import { JOB_FIELDS, type Condition, type FieldSpec } from '@openvcloud/contract/src/filter';
import { currentField, currentSort } from '@openvcloud/contract/src/formerFields';
import { DEFAULT_QUERY, fieldsOf, isQueryType, QUERY_VERSION, type JobsQuery } from './query';

/**
 * Brings a saved query to the current version. Idempotent: what is current comes back as the same object, so that
 * an editor that calls it on every render does not mark the dashboard as changed.
 *
 * Version 1 is the first. A query without a version is one that Grafana just created, or that was written by hand.
 * Version 2 calls what jobs are filtered and sorted by as their rows do: wait, run and result were waitMs, runMs and
 * resultPreview already there. pkg/query/migrate.go does the same for queries that never pass through a browser.
 */
export function migrateQuery(saved: JobsQuery | (Partial<JobsQuery> & { refId: string })): JobsQuery {
  if (isCurrent(saved)) {
    return saved;
  }
  const { queryType: savedType, filters, sort, ...rest } = saved;
  const queryType = isQueryType(savedType) ? savedType : DEFAULT_QUERY.queryType;
  return {
    ...rest,
    queryType,
    version: QUERY_VERSION,
    ...(filters === undefined ? {} : { filters: currentConditions(filters, fieldsOf(queryType) ?? {}) }),
    ...(typeof sort === 'string' ? { sort: currentSort(sort, JOB_FIELDS) } : {}),
  };
}

/** Conditions on fields by today's names; what is no condition is left out. */
export function currentConditions(saved: unknown, fields: Record<string, FieldSpec>): Condition[] {
  return Array.isArray(saved)
    ? saved.filter(isCondition).map((condition) => ({ ...condition, field: currentField(condition.field, fields) }))
    : [];
}

function isCurrent(query: Partial<JobsQuery>): query is JobsQuery {
  const { filters } = query;
  const hasGoodFilters = filters === undefined || (Array.isArray(filters) && filters.every(isCondition));
  return query.version === QUERY_VERSION && isQueryType(query.queryType) && hasGoodFilters;
}

function isCondition(value: unknown): value is Condition {
  if (typeof value !== 'object' || value === null || !('field' in value && 'operator' in value && 'values' in value)) {
    return false;
  }
  return typeof value.field === 'string' && typeof value.operator === 'string' && Array.isArray(value.values);
}
