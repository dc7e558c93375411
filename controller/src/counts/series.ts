import { LIMITS, type GroupField } from '@openvcloud/contract';
import type { QueryResultRow } from 'pg';
import { ApiError } from '../errors/errors';
import { JOB_COLUMNS } from '../query/jobColumns';

/** A row of a statement that selects `groupColumns`, and with buckets `"bucket"`: time / bucketMs. */
export interface SeriesRow extends QueryResultRow {
  bucket?: number;
}

/** Which places the answer has: one per bucket, or without buckets one. */
export interface SeriesShape {
  groupBy: readonly GroupField[];
  times: readonly number[];
  bucketMs: number | undefined;
}

/** What the rows of one group become. */
export interface SeriesKind<Row, Series> {
  /** Most places of all series together: past it the answer would be hundreds of megabytes. */
  maxPlaces: number;
  make(labels: Record<string, string>, places: number): Series;
  put(series: Series, place: number, row: Row): void;
}

/** Pure. → the columns that name a row's group; a missing value is empty text. */
export function groupColumns(groupBy: readonly GroupField[]): string[] {
  return groupBy.map((field, index) => `coalesce(${JOB_COLUMNS[field].sql}::text, '') as "group${index}"`);
}

/** Pure. Every bucket of the range, also those without a job. A bucket is [time, time + bucketMs) since the epoch. */
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

/** Refused, never cut. A series has a place per bucket, without buckets one. */
export function refusePlaces(isTooMany: boolean, maxPlaces: number): void {
  if (isTooMany) {
    throw new ApiError(
      'TOO_MANY_SERIES',
      `Expected at most ${maxPlaces} places, one per series and bucket, got more.`,
      {
        action: 'Use longer buckets, a shorter time range or fewer groups.',
      }
    );
  }
}

/** Pure. Rows → one series per group, in the order of their values. */
export function toSeries<Row extends SeriesRow, Series>(
  rows: readonly Row[],
  { groupBy, times, bucketMs }: SeriesShape,
  { make, put, maxPlaces }: SeriesKind<Row, Series>
): Series[] {
  const series = new Map<string, Series>();
  const places = bucketMs === undefined ? 1 : times.length;
  const seriesOf = (values: readonly string[]) => {
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
    refusePlaces((series.size + 1) * places > maxPlaces, maxPlaces);
    const made = make(Object.fromEntries(groupBy.map((field, index) => [field, values[index] ?? ''])), places);
    series.set(key, made);
    return made;
  };
  // Without groups there is one series, also when nothing matched: zero is an answer.
  if (groupBy.length === 0) {
    seriesOf([]);
  }
  for (const row of rows) {
    const place = bucketMs === undefined ? 0 : (row.bucket ?? 0) - (times[0] ?? 0) / bucketMs;
    put(seriesOf(groupBy.map((_, index) => String(row[`group${index}`]))), place, row);
  }
  return [...series.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
}
