import { SupplementaryQueryType, type DataQueryRequest, type SupplementaryQueryOptions } from '@grafana/data';
import { migrateQuery } from '../query/migrateQuery';
import { QUERY_VERSION, type JobsQuery } from '../query/query';

/** What Explore shows beside the answer of a query. */
export const SUPPLEMENTARY_TYPES = [SupplementaryQueryType.LogsSample];

/** Pure. Beside jobs and figures of them a sample of their lines. Undefined where there is no such thing. */
export function supplementaryQuery(options: SupplementaryQueryOptions, saved: JobsQuery): JobsQuery | undefined {
  const query = migrateQuery(saved);
  return query.hide || options.type !== SupplementaryQueryType.LogsSample ? undefined : sampleOf(query, options.limit);
}

/** Pure. The request for it; undefined when none of the queries has one. */
export function supplementaryRequest(
  options: SupplementaryQueryOptions,
  request: DataQueryRequest<JobsQuery>
): DataQueryRequest<JobsQuery> | undefined {
  const targets = request.targets.flatMap((query) => supplementaryQuery(options, query) ?? []);
  return targets.length === 0 ? undefined : { ...request, targets };
}

const OF_JOBS: ReadonlySet<JobsQuery['queryType']> = new Set(['jobs', 'jobCounts', 'jobDurations']);

function sampleOf(query: JobsQuery, limit?: number): JobsQuery | undefined {
  const { queryType, refId, filters, search, timeField, ignoreTimeRange, datasource, isReplaced } = query;
  if (!OF_JOBS.has(queryType)) {
    return undefined;
  }
  const asked = { filters, search, timeField, ignoreTimeRange, datasource, isReplaced, limit };
  return { ...asked, refId: `log-sample-${refId}`, queryType: 'jobLogs', version: QUERY_VERSION };
}
