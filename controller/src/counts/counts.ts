import { LIMITS, type GroupField, type JobCounts, type JobCountSeries } from '@openvcloud/contract';
import { longRead, type Database } from '../database/database';
import type { QueryOptions, Sql } from '../database/queryable';
import { countedJobs } from './countedJobs';
import { createdWithin } from '../query/createdWithin';
import { JOB_COLUMNS } from '../query/jobColumns';
import { jobConditions } from '../query/jobFilters';
import { jobSource } from '../query/jobSource';
import type { JobQuestion } from '../query/question';
import { Parameters, where } from '../database/parameters';
import { bucketTimes, groupColumns, refusePlaces, toSeries, type SeriesKind, type SeriesRow } from './series';

export interface CountRequest {
  question: JobQuestion;
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
  const { bucketMs } = request;
  const { from, to } = request.question;
  const groupBy = [...new Set(request.groupBy ?? [])];
  const times = bucketTimes(from, to, bucketMs);
  const rows = await readCounts(database, request, groupBy, now, { signal, name: 'count_jobs' });
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

async function readCounts(
  database: Database,
  request: CountRequest,
  groupBy: readonly GroupField[],
  now: number,
  options: QueryOptions
): Promise<CountRow[]> {
  const kept = keptSql(request, groupBy);
  if (kept !== null) {
    return database.read<CountRow>(kept, options);
  }
  const reading = longRead(options);
  const question = await createdWithin(database, request.question, reading);
  return database.read<CountRow>(readSql({ ...request, question }, groupBy, now), reading);
}

/** From the kept counts; null when they cannot tell. */
function keptSql({ bucketMs, question }: CountRequest, groupBy: readonly GroupField[]): Sql | null {
  const parameters = new Parameters();
  const from = countedJobs(question, { fields: groupBy, bucketMs }, parameters);
  const bucket = bucketMs === undefined ? [] : ['bucket as "bucket"'];
  return from === null
    ? null
    : groupedSql([...groupColumns(groupBy), ...bucket], 'coalesce(sum(count), 0)::bigint', from, parameters);
}

/** From the jobs themselves. */
function readSql({ question, bucketMs }: CountRequest, groupBy: readonly GroupField[], now: number): Sql {
  const parameters = new Parameters();
  const from = `${jobSource(question, now)} ${where(jobConditions(question, parameters))}`;
  const time = JOB_COLUMNS[question.timeField].sql;
  const bucket = bucketMs === undefined ? [] : [`${time} / ${parameters.add(bucketMs)}::bigint as "bucket"`];
  return groupedSql([...groupColumns(groupBy), ...bucket], 'count(*)', from, parameters);
}

/** Counts of jobs that were purged are zero, and no group of their own. */
function groupedSql(keys: readonly string[], count: string, from: string, { values }: Parameters): Sql {
  const grouping =
    keys.length === 0 ? '' : `group by ${keys.map((_, index) => index + 1).join(', ')} having ${count} > 0`;
  const text = `select ${[...keys, `${count} as "count"`].join(', ')} from ${from} ${grouping} limit ${LIMITS.countPlaces + 1}`;
  return { text, values };
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
