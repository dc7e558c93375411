import { LIMITS, type GroupField, type JobCounts, type JobCountSeries } from '@openvcloud/contract';
import type { Database, Sql } from '../database/database';
import { countedJobs } from './countedJobs';
import { JOB_COLUMNS } from './jobColumns';
import { jobConditions, type JobSelection } from './jobFilters';
import { Parameters, where } from './parameters';
import { bucketTimes, groupColumns, refusePlaces, toSeries, type SeriesKind, type SeriesRow } from './series';

export interface CountRequest extends JobSelection {
  groupBy?: readonly GroupField[];
  bucketMs?: number;
}

/** Exact counts by time bucket and group. The outer two buckets end at from and to. */
export async function countJobs(
  database: Database,
  request: CountRequest,
  now: number,
  signal: AbortSignal
): Promise<JobCounts> {
  const { from, to, bucketMs } = request;
  const groupBy = [...new Set(request.groupBy ?? [])];
  const times = bucketTimes(from, to, bucketMs);
  const { text, values } = countSql(request, groupBy);
  const rows = await database.read<CountRow>({ text, values }, { signal, name: 'count_jobs' });
  refusePlaces(rows.length > LIMITS.countPlaces, LIMITS.countPlaces);
  const series = toSeries(rows, { groupBy, times, bucketMs }, COUNTS);
  return {
    times,
    bucketMs: bucketMs ?? null,
    series,
    total: series.reduce((sum, one) => sum + one.total, 0),
    coverage: { asOf: now, from: from ?? null, to: to ?? null, isCut: false, notice: null },
  };
}

/** From the counts when they can tell, else from the jobs. */
function countSql(request: CountRequest, groupBy: readonly GroupField[]): Sql {
  const { bucketMs, timeField = 'timeCreate' } = request;
  const parameters = new Parameters();
  const counted = countedJobs(request, { fields: groupBy, bucketMs }, parameters);
  const from = counted ?? `jobs ${where(jobConditions(request, parameters))}`;
  const bucketOfJob = () => `${JOB_COLUMNS[timeField].sql} / ${parameters.add(bucketMs)}::bigint`;
  const selected = [
    ...groupColumns(groupBy),
    ...(bucketMs === undefined ? [] : [`${counted === null ? bucketOfJob() : 'bucket'} as "bucket"`]),
  ];
  const count = counted === null ? 'count(*)' : 'coalesce(sum(count), 0)::bigint';
  // Counts of jobs that were purged are zero, and no group of their own.
  const grouping =
    selected.length === 0 ? '' : `group by ${selected.map((_, index) => index + 1).join(', ')} having ${count} > 0`;
  const text = `select ${[...selected, `${count} as "count"`].join(', ')} from ${from} ${grouping} limit ${LIMITS.countPlaces + 1}`;
  return { text, values: parameters.values };
}

interface CountRow extends SeriesRow {
  count: number;
}

const COUNTS: SeriesKind<CountRow, JobCountSeries> = {
  maxPlaces: LIMITS.countPlaces,
  make: (labels, places) => ({ labels, counts: new Array<number>(places).fill(0), total: 0 }),
  put: (one, place, { count }) => {
    one.counts[place] = (one.counts[place] ?? 0) + count;
    one.total += count;
  },
};
