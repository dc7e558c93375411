import { KEPT_FIELDS, type GroupField, type KeptField } from '@openvcloud/contract';
import type { Database } from '../database/database';
import type { QueryOptions } from '../database/queryable';
import { cubeFor, type CountCube, type CountLevel } from './countCubes';
import { countSpans, type CountSpan } from './countSpans';
import { conditionsSql, timeRangeSql } from '../query/filterSql';
import { JOB_COLUMNS } from '../query/jobColumns';
import { JOB_TABLE } from '../query/jobTable';
import type { JobQuestion } from '../query/question';
import { Parameters, where } from '../database/parameters';
import type { TimeWindow } from '../query/timeWindow';

/** Which fields and, with `bucketMs`, which time buckets the counts must keep apart. */
export interface CountDetail {
  fields: readonly GroupField[];
  bucketMs?: number;
}

/**
 * Pure. → a FROM item with a row per (field values, "bucket") and its "count", or null when only the jobs can tell. One
 * statement reads counts, what is not folded yet, the ragged edges and the live jobs in one snapshot: their sum is exact.
 */
export function countedJobs(question: JobQuestion, detail: CountDetail, parameters: Parameters): string | null {
  const filtered = filteredGroups(question);
  const { fields } = detail;
  if (filtered === null || !areKept(fields)) {
    return null;
  }
  const cube = cubeFor([...filtered, ...fields]);
  const time = timeOf(question);
  const isCounted = `time_field = any('{${KEPT_BY[time].join(',')}}')`;
  const matching = conditionsSql(question.conditions, JOB_COLUMNS, parameters);
  const bucketMs = detail.bucketMs === undefined ? null : `${parameters.add(detail.bucketMs)}::bigint`;
  const bucketOf = (start: string) => (bucketMs === null ? [] : [`${start} / ${bucketMs} as bucket`]);
  const select = (bucket: readonly string[], count: string, from: string, conditions: readonly string[]) => {
    const columns = fields.map((field) => JOB_COLUMNS[field].sql);
    return `select ${[...columns, ...bucket, `${count} as count`].join(', ')} from ${from} ${where([...conditions, ...matching])}`;
  };
  const between = (column: string, range: TimeWindow) => timeRangeSql(column, range, parameters);

  const spans = countSpans(cube.levels, question.from, question.to, detail.bucketMs);
  const kept = spans.flatMap((span) => (span.level === null ? [] : [{ ...span, level: span.level }]));
  const edges = spans.filter(({ level }) => level === null);
  const parts = edges.map((span) => {
    const from = isAskedByEnd(time, span) ? endedBetween(time, span, parameters) : 'jobs_done';
    return select(bucketOf(time), '1', from, between(time, span));
  });
  if (edges.some((span) => isAskedByEnd(time, span))) {
    // Names the table, of which the function tells PostgreSQL nothing: so it is locked before the statement's moment, and no
    // day is dropped between this and the reading of it.
    parts.push(select(bucketOf(time), '0', 'only jobs_done', ['false']));
  }
  if (kept.length > 0) {
    const bucket = bucketOf(`(start * ${MINUTE_MS}::bigint)`);
    const sums = keptCounts({ spans: kept, cube, isCounted, bucket, matching, filtered }, parameters);
    const range = { from: kept[0]?.from, to: kept.at(-1)?.to };
    parts.push(
      select(bucketMs === null ? [] : ['bucket'], 'count', sums, []),
      select(bucketOf('minute'), 'count', 'job_count_deltas', [isCounted, ...between('minute', range)])
    );
  }
  parts.push(select(bucketOf(time), '1', 'jobs_live', between(time, question)));
  return `(${parts.join(' union all ')}) as counted`;
}

interface Kept {
  spans: ReadonlyArray<CountSpan & { level: CountLevel }>;
  cube: CountCube;
  /** Which counts they are. */
  isCounted: string;
  bucket: readonly string[];
  matching: readonly string[];
  /** The fields of `matching`. */
  filtered: readonly KeptField[];
}

const MINUTE_MS = 60_000;

/** Counts by time known are those by end, and what they have more and less. */
const KEPT_BY = { time_create: [0], time_stop: [1], time_known: [1, 2] } as const;
type CountedTime = keyof typeof KEPT_BY;

/**
 * Of a group there are many rows, by time: they are added up by the group's number, before its texts come in. The spans
 * are one joined list, not a union: PostgreSQL would start parallel workers for that, which takes longer than the reading.
 * OFFSET 0 makes it read a span by its own range of the index: told of few groups, it would join over all of a level's time.
 * Matching groups are looked up first: of few, their rows are found by the index; of many, all of a span are passed over.
 * Of a grid that would be every group: its rows name it themselves.
 */
function keptCounts(
  { spans, cube: { cube, fields }, isCounted, bucket, matching, filtered }: Kept,
  parameters: Parameters
): string {
  const list = spans.map(({ level: { level }, from, to }) => {
    const bounds = [from ?? -FAR, to ?? FAR].map((time) => `${parameters.add(time / MINUTE_MS)}::bigint`);
    return `(${[`${level}::smallint`, ...bounds].join(', ')})`;
  });
  const conditions = [
    isCounted,
    'level = spans.level and start >= first and start < last',
    ...(filtered.every((field) => field === 'gid')
      ? matching
      : [`group_id = any(array(select id from job_count_groups ${where([`cube = ${cube}`, ...matching])}))`]),
  ];
  const grouping = ['gid', 'group_id', ...bucket.map(() => 'bucket')].join(', ');
  return `(select ${['gid', 'group_id', ...bucket, 'sum(count)::bigint as count'].join(', ')}
      from (values ${list.join(', ')}) as spans (level, first, last)
        cross join lateral (select gid, group_id, start, count from job_counts ${where(conditions)} offset 0) as kept
      group by ${grouping}) as sums
    join (select id as group_id, ${fields.map((field) => JOB_COLUMNS[field].sql).join(', ')}
      from job_count_groups where cube = ${cube}) as groups using (gid, group_id)`;
}

/** In milliseconds, further than any job. */
const FAR = 2 ** 31 * MINUTE_MS;

/** Longer than any ragged edge: then the jobs of many days are read anyway. */
const LONG_MS = 2 * 3_600_000;

function isAskedByEnd(time: CountedTime, { from, to }: CountSpan): boolean {
  return time !== 'time_create' && from !== undefined && to !== undefined && to - from <= LONG_MS;
}

/** A job ends after it was created, but nobody knows how long after: so the database finds the days. */
function endedBetween(time: CountedTime, { from, to }: CountSpan, parameters: Parameters): string {
  return `jobs_ended('${time}', ${parameters.add(from)}::bigint, ${parameters.add(to)}::bigint)`;
}

/** Without a range the count is the same by whichever time. */
function timeOf({ from, to, timeField }: JobQuestion): CountedTime {
  const isByEnd = timeField === 'timeStop' || timeField === 'timeKnown';
  return isByEnd && (from !== undefined || to !== undefined) ? JOB_TABLE[timeField].sql : 'time_create';
}

/** The fields filtered on, or null when counts cannot tell: they keep neither other fields nor texts nor times of start. */
function filteredGroups({ conditions, search, from, to, timeField }: JobQuestion): KeptField[] | null {
  const hasRange = from !== undefined || to !== undefined;
  if (search !== '' || (hasRange && timeField === 'timeStart')) {
    return null;
  }
  const fields = conditions.map(({ field }) => field);
  return fields.every(isKeptField) ? fields : null;
}

export function isKeptField(name: string): name is KeptField {
  return KEPT_FIELDS.some((field) => field === name);
}

function areKept(fields: readonly GroupField[]): fields is readonly KeptField[] {
  return fields.every(isKeptField);
}

/** How many jobs there are, exactly, when counts can tell; null when they cannot. */
export async function countExactly(
  database: Database,
  question: JobQuestion,
  options: QueryOptions
): Promise<number | null> {
  const parameters = new Parameters();
  const from = countedJobs(question, { fields: [] }, parameters);
  if (from === null) {
    return null;
  }
  const text = `select coalesce(sum(count), 0)::bigint as count from ${from}`;
  const [row] = await database.read<{ count: number }>(
    { text, values: parameters.values },
    { ...options, name: 'total' }
  );
  return row?.count ?? 0;
}
