import { SupplementaryQueryType, type DataQueryRequest, type SupplementaryQueryOptions } from '@grafana/data';
import { migrateQuery } from '../query/migrateQuery';
import { QUERY_VERSION, type JobsQuery } from '../query/query';

/** What Explore shows beside the answer of a query. */
export const SUPPLEMENTARY_TYPES = [SupplementaryQueryType.LogsVolume, SupplementaryQueryType.LogsSample];

/**
 * Pure. Beside log lines their volume: how many there are, of which level, over the whole time range. Beside jobs and
 * figures of them a sample of their lines. Undefined where there is no such thing.
 */
export function supplementaryQuery(options: SupplementaryQueryOptions, saved: JobsQuery): JobsQuery | undefined {
  const query = migrateQuery(saved);
  if (query.hide) {
    return undefined;
  }
  return options.type === SupplementaryQueryType.LogsVolume ? volumeOf(query) : sampleOf(query, options.limit);
}

/** Pure. The request for it; undefined when none of the queries has one. */
export function supplementaryRequest(
  options: SupplementaryQueryOptions,
  request: DataQueryRequest<JobsQuery>
): DataQueryRequest<JobsQuery> | undefined {
  const targets = request.targets.flatMap((query) => supplementaryQuery(options, query) ?? []);
  return targets.length === 0 ? undefined : { ...request, targets };
}

/** Grafana finds the query of a volume by this prefix (queryLogsVolume of its public/app/features/logs/logsModel.ts). */
const VOLUME = 'log-volume-';

function volumeOf({ queryType, refId, filters, search, guid, datasource, isReplaced }: JobsQuery) {
  if (queryType !== 'logs') {
    return undefined;
  }
  const asked = { filters, search, guid, datasource, isReplaced };
  return { ...asked, refId: `${VOLUME}${refId}`, queryType: 'logCounts', version: QUERY_VERSION } as const;
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
