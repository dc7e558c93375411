import { type Condition } from '@openvcloud/contract/src/filter';
import { DEFAULT_QUERY, isQueryType, QUERY_VERSION, type JobsQuery } from './query';

/**
 * Brings a saved query to the current version. Idempotent: what is current comes back as the same object, so that
 * an editor that calls it on every render does not mark the dashboard as changed.
 *
 * Version 1 is the first. A query without a version is one that Grafana just created, or that was written by hand.
 */
export function migrateQuery(saved: JobsQuery | (Partial<JobsQuery> & { refId: string })): JobsQuery {
  if (isCurrent(saved)) {
    return saved;
  }
  const { queryType, filters, ...rest } = saved;
  return {
    ...rest,
    queryType: isQueryType(queryType) ? queryType : DEFAULT_QUERY.queryType,
    version: QUERY_VERSION,
    ...(filters === undefined ? {} : { filters: Array.isArray(filters) ? filters.filter(isCondition) : [] }),
  };
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
