import {
  DURATION_BOUNDS_MS,
  LIMITS,
  type DurationFigures,
  type GroupField,
  type JobDurations,
} from '@openvcloud/contract';
import { longRead, type Database } from '../database/database';
import type { QueryOptions, Sql } from '../database/queryable';
import { ApiError } from '../errors/errors';
import { toApiError } from '../errors/toApiError';
import { createdWithin } from '../query/createdWithin';
import { JOB_COLUMNS } from '../query/jobColumns';
import { jobConditions } from '../query/jobFilters';
import { jobsAsOf } from '../query/jobSource';
import type { JobQuestion } from '../query/question';
import { Parameters, where } from '../database/parameters';
import { bucketTimes, groupColumns, refusePlaces, toSeries, type SeriesKind, type SeriesRow } from './series';

export interface DurationRequest {
  question: JobQuestion;
  groupBy?: readonly GroupField[];
  bucketMs?: number;
  /** Also how many jobs lie between DURATION_BOUNDS_MS. */
  histogram?: boolean;
}

/**
 * Percentiles of wait and run by time bucket and group. They cannot be added up as counts can, so every job of the range is
 * read: exact, and bounded by the time a statement may take. Buckets are as those of countJobs.
 */
export async function measureDurations(
  database: Database,
  request: DurationRequest,
  now: number,
  options: QueryOptions
): Promise<JobDurations> {
  const { bucketMs, histogram = false } = request;
  const { from, to } = request.question;
  const groupBy = [...new Set(request.groupBy ?? [])];
  const times = bucketTimes(from, to, bucketMs);
  const reading = longRead(options);
  const question = await createdWithin(database, request.question, reading);
  const rows = await readAll(database, durationSql(question, { asOf: now, bucketMs, histogram }, groupBy), reading);
  const series = toSeries(rows, { groupBy, times, bucketMs }, durationKind(histogram));
  return {
    times,
    bucketMs: bucketMs ?? null,
    ...(histogram ? { bounds: [...DURATION_BOUNDS_MS] } : {}),
    series,
    coverage: { asOf: now, from: from ?? null, to: to ?? null, isCut: false, notice: null },
  };
}

interface DurationRow extends SeriesRow {
  waits: number;
  wait: Figures | null;
  runs: number;
  run: Figures | null;
  /** How many are at most each bound long. */
  waitsUpTo?: number[];
  runsUpTo?: number[];
}
type Figures = [p50: number, p95: number, p99: number, max: number];

/** One pass over the jobs for both durations, those of open jobs as far as they are. PostgreSQL leaves out what is null. */
function durationSql(
  question: JobQuestion,
  { asOf, bucketMs, histogram }: { asOf: number; bucketMs: number | undefined; histogram: boolean },
  groupBy: readonly GroupField[]
): Sql {
  const parameters = new Parameters();
  const conditions = where(jobConditions(question, parameters));
  const bucket =
    bucketMs === undefined
      ? []
      : [`${JOB_COLUMNS[question.timeField].sql} / ${parameters.add(bucketMs)}::bigint as "bucket"`];
  // Rows are sorted by these; the bucket first: days are read in order, and numbers compare faster than texts.
  const keys = [...bucket, ...groupColumns(groupBy)];
  // As float8 they arrive as numbers, exact up to 2^53. The percentile of 1 is the longest.
  const figures = (column: string) =>
    `(percentile_disc('{0.5,0.95,0.99,1}'::float8[]) within group (order by ${column}))::float8[]`;
  const grouping = keys.length === 0 ? '' : `group by ${keys.map((_, index) => index + 1).join(', ')}`;
  const text = `select ${[
    ...keys,
    `count(wait_ms) as "waits", ${figures('wait_ms')} as "wait"`,
    `count(run_ms) as "runs", ${figures('run_ms')} as "run"`,
    ...(histogram ? [`${upToBounds('wait_ms')} as "waitsUpTo"`, `${upToBounds('run_ms')} as "runsUpTo"`] : []),
  ].join(
    ', '
  )} from ${jobsAsOf(asOf)} ${conditions} ${grouping} having count(wait_ms) > 0 limit ${LIMITS.durationPlaces + 1}`;
  return { text, values: parameters.values };
}

/** Counts of what is at most each bound long: half of the comparisons that counts between bounds take. */
function upToBounds(column: string): string {
  const counts = DURATION_BOUNDS_MS.map((bound) => `count(*) filter (where ${column} <= ${bound})`);
  return `array[${counts.join(', ')}]::int[]`;
}

async function readAll(database: Database, sql: Sql, options: QueryOptions): Promise<DurationRow[]> {
  try {
    const rows = await database.read<DurationRow>(sql, { ...options, name: 'measure_durations' });
    refusePlaces(rows.length > LIMITS.durationPlaces, LIMITS.durationPlaces);
    return rows;
  } catch (thrown) {
    const error = toApiError(thrown);
    throw error.code === 'QUERY_BUDGET'
      ? new ApiError(
          'QUERY_BUDGET',
          'Expected to read every job of the time range within the time budget, it took longer.',
          {
            action: 'Shorten the time range, or filter on fewer jobs.',
            cause: thrown,
          }
        )
      : thrown;
  }
}

function durationKind(histogram: boolean): SeriesKind<DurationRow, JobDurations['series'][number]> {
  return {
    maxPlaces: LIMITS.durationPlaces,
    make: (labels, places) => ({ labels, wait: noFigures(places, histogram), run: noFigures(places, histogram) }),
    put: ({ wait, run }, place, row) => {
      putFigures(wait, place, row.waits, row.wait);
      putFigures(run, place, row.runs, row.run);
      putHistogram(wait, place, row.waits, row.waitsUpTo);
      putHistogram(run, place, row.runs, row.runsUpTo);
    },
  };
}

function noFigures(places: number, histogram: boolean): DurationFigures {
  const none = () => new Array<number | null>(places).fill(null);
  const empty = () => new Array<number>(DURATION_BOUNDS_MS.length + 1).fill(0);
  return {
    count: new Array<number>(places).fill(0),
    p50: none(),
    p95: none(),
    p99: none(),
    max: none(),
    ...(histogram ? { histogram: Array.from({ length: places }, empty) } : {}),
  };
}

/** `count` 5, up to the bounds [1, 4] → [1, 3, 1] */
function putHistogram(into: DurationFigures, place: number, count: number, upTo: readonly number[] | undefined): void {
  if (into.histogram !== undefined && upTo !== undefined) {
    into.histogram[place] = [...upTo, count].map((number, index) => number - (upTo[index - 1] ?? 0));
  }
}

function putFigures(into: DurationFigures, place: number, count: number, figures: Figures | null): void {
  const [p50, p95, p99, max] = figures ?? [null, null, null, null];
  into.count[place] = count;
  into.p50[place] = p50;
  into.p95[place] = p95;
  into.p99[place] = p99;
  into.max[place] = max;
}
