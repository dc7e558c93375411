import { LIMITS, type GroupField, type JobCounts } from '@openvcloud/contract';
import type { QueryResultRow } from 'pg';
import type { Database, Sql } from '../database/database';
import { ApiError } from '../errors';
import { countedJobs } from './countedJobs';
import { JOB_COLUMNS } from './jobColumns';
import { jobConditions, type JobSelection } from './jobFilters';
import { Parameters, where } from './parameters';

export interface CountRequest extends JobSelection {
  groupBy?: readonly GroupField[];
  bucketMs?: number;
}

/** Past this the answer would be hundreds of megabytes: refused, never cut. */
const MAX_ROWS = 1_000_000;

/** Exact counts by time bucket and group. A bucket is [time, time + bucketMs) since the epoch; the outer two end at from and to. */
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
  if (rows.length > MAX_ROWS) {
    throw new ApiError('TOO_MANY_SERIES', `Expected at most ${MAX_ROWS} counts, got more.`);
  }
  const series = toSeries(rows, groupBy, times, bucketMs);
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
    ...groupBy.map((field, index) => `coalesce(${JOB_COLUMNS[field].sql}::text, '') as "group${index}"`),
    ...(bucketMs === undefined ? [] : [`${counted === null ? bucketOfJob() : 'bucket'} as "bucket"`]),
  ];
  const count = counted === null ? 'count(*)' : 'coalesce(sum(count), 0)::bigint';
  // Counts of jobs that were purged are zero, and no group of their own.
  const grouping =
    selected.length === 0 ? '' : `group by ${selected.map((_, index) => index + 1).join(', ')} having ${count} > 0`;
  const text = `select ${[...selected, `${count} as "count"`].join(', ')} from ${from} ${grouping} limit ${MAX_ROWS + 1}`;
  return { text, values: parameters.values };
}

interface CountRow extends QueryResultRow {
  count: number;
  bucket?: number;
}

/** Every bucket of the range, also those without a job. */
export function bucketTimes(from: number | undefined, to: number | undefined, bucketMs: number | undefined): number[] {
  if (bucketMs === undefined) {
    return [];
  }
  if (from === undefined || to === undefined) {
    throw new ApiError(
      'BAD_TIME_RANGE',
      `Expected from and to beside bucketMs, got ${from === undefined ? 'no from' : 'no to'}.`
    );
  }
  const first = Math.floor(from / bucketMs);
  const count = Math.max(0, Math.ceil(to / bucketMs) - first);
  if (count > LIMITS.buckets) {
    throw new ApiError(
      'TOO_MANY_BUCKETS',
      `Expected at most ${LIMITS.buckets} buckets, got ${count} of ${bucketMs} ms between from and to.`
    );
  }
  return Array.from({ length: count }, (_, index) => (first + index) * bucketMs);
}

function toSeries(
  rows: readonly CountRow[],
  groupBy: readonly GroupField[],
  times: readonly number[],
  bucketMs: number | undefined
): JobCounts['series'] {
  const series = new Map<string, JobCounts['series'][number]>();
  const length = bucketMs === undefined ? 1 : times.length;
  const add = (values: readonly string[]) => {
    const key = JSON.stringify(values);
    const known = series.get(key);
    if (known !== undefined) {
      return known;
    }
    if (series.size >= LIMITS.series) {
      throw new ApiError(
        'TOO_MANY_SERIES',
        `Expected at most ${LIMITS.series} series, got more by grouping on ${groupBy.join(', ')}.`
      );
    }
    const made = {
      labels: Object.fromEntries(groupBy.map((field, index) => [field, values[index] ?? ''])),
      counts: new Array<number>(length).fill(0),
      total: 0,
    };
    series.set(key, made);
    return made;
  };
  // Without groups there is one series, also when nothing matched: zero is an answer.
  if (groupBy.length === 0) {
    add([]);
  }
  for (const row of rows) {
    const one = add(groupBy.map((_, index) => String(row[`group${index}`])));
    const index = bucketMs === undefined ? 0 : (row.bucket ?? 0) - (times[0] ?? 0) / bucketMs;
    one.counts[index] = (one.counts[index] ?? 0) + row.count;
    one.total += row.count;
  }
  return [...series.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
}
