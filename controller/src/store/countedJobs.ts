import { GROUP_FIELDS, JOB_FIELDS, type GroupField } from '@openvcloud/contract';
import type { Database, QueryOptions } from '../database/database';
import { cubeFor } from './countCubes';
import { countSpans, type CountSpan } from './countSpans';
import { parseFilters, timeRangeSql } from './filterSql';
import { JOB_COLUMNS } from './jobColumns';
import { jobConditions, type JobSelection } from './jobFilters';
import { Parameters, where } from './parameters';

/** Which fields and, with `bucketMs`, which time buckets the counts must keep apart. */
export interface CountDetail {
  fields: readonly GroupField[];
  bucketMs?: number;
}

/**
 * Pure. → a FROM item with a row per (field values, "bucket") and its "count", or null when only the jobs can tell. One
 * statement reads counts, what is not folded yet, the ragged edges and the live jobs in one snapshot: their sum is exact.
 */
export function countedJobs(selection: JobSelection, detail: CountDetail, parameters: Parameters): string | null {
  const filtered = filteredGroups(selection);
  if (filtered === null) {
    return null;
  }
  const { cube, fields, levels } = cubeFor([...filtered, ...detail.fields]);
  const time = timeOf(selection);
  const isStop = `is_stop = ${String(time === 'time_stop')}`;
  const matching = jobConditions({ filter: selection.filter }, parameters);
  const bucketMs = detail.bucketMs === undefined ? null : `${parameters.add(detail.bucketMs)}::bigint`;
  const bucketOf = (start: string) => (bucketMs === null ? [] : [`${start} / ${bucketMs} as bucket`]);
  const select = (bucket: readonly string[], count: string, from: string, conditions: readonly string[]) => {
    const columns = detail.fields.map((field) => JOB_COLUMNS[field].sql);
    return `select ${[...columns, ...bucket, `${count} as count`].join(', ')} from ${from} ${where([...conditions, ...matching])}`;
  };
  const between = (column: string, { from, to }: Pick<CountSpan, 'from' | 'to'>) =>
    timeRangeSql(column, from, to, parameters);

  const spans = countSpans(levels, selection.from, selection.to, detail.bucketMs);
  const kept = spans.flatMap((span) => (span.level === null ? [] : [{ ...span, level: span.level }]));
  const parts = spans
    .filter(({ level }) => level === null)
    .map((span) => {
      const from = time === 'time_stop' && isShort(span) ? endedBetween(span, parameters) : 'jobs_done';
      return select(bucketOf(time), '1', from, between(time, span));
    });
  if (kept.length > 0) {
    const counts = kept.map(({ level: { level }, from, to }) => {
      const range = between('start', { from: inMinutes(from), to: inMinutes(to) });
      return `select gid, group_id, start, count from job_counts ${where([`${isStop} and level = ${level}`, ...range])}`;
    });
    const bucket = bucketOf(`(start * ${MINUTE_MS}::bigint)`);
    const rows = `(${counts.join(' union all ')}) as spans`;
    // Of a group there are many rows, by time: added up by number, before the groups' texts come in. With a filter
    // PostgreSQL may rather begin with the groups and find the rows of few of them by the index.
    const sums =
      matching.length > 0
        ? rows
        : `(select ${['gid', 'group_id', ...bucket, 'sum(count) as count'].join(', ')} from ${rows} group by ${bucketMs === null ? '1, 2' : '1, 2, 3'}) as sums`;
    const groups = `(select id as group_id, ${fields.map((field) => JOB_COLUMNS[field].sql).join(', ')}
      from job_count_groups where cube = ${cube}) as groups`;
    const range = { from: kept[0]?.from, to: kept.at(-1)?.to };
    parts.push(
      select(
        matching.length > 0 ? bucket : bucket.map(() => 'bucket'),
        'count',
        `${sums} join ${groups} using (gid, group_id)`,
        []
      ),
      select(bucketOf('minute'), 'count', 'job_count_deltas', [isStop, ...between('minute', range)])
    );
  }
  parts.push(select(bucketOf(time), '1', 'jobs_live', between(time, selection)));
  return `(${parts.join(' union all ')}) as counted`;
}

const MINUTE_MS = 60_000;
const inMinutes = (time: number | undefined) => (time === undefined ? undefined : time / MINUTE_MS);

/** Longer than any ragged edge: then the jobs of many days are read anyway. */
const LONG_MS = 2 * 3_600_000;

function isShort({ from, to }: CountSpan): boolean {
  return from !== undefined && to !== undefined && to - from <= LONG_MS;
}

/** A job ends after it was created, but nobody knows how long after: so the database finds the days. */
function endedBetween({ from, to }: CountSpan, parameters: Parameters): string {
  return `jobs_ended(${parameters.add(from)}::bigint, ${parameters.add(to)}::bigint)`;
}

/** Without a range the count is the same by whichever time. */
function timeOf({ from, to, timeField }: JobSelection): 'time_create' | 'time_stop' {
  return timeField === 'timeStop' && (from !== undefined || to !== undefined) ? 'time_stop' : 'time_create';
}

/** The fields filtered on, or null when counts cannot tell: they keep neither other fields nor texts nor times of start. */
function filteredGroups({ filter, q, from, to, timeField }: JobSelection): GroupField[] | null {
  const hasRange = from !== undefined || to !== undefined;
  if ((q !== undefined && q !== '') || (hasRange && timeField === 'timeStart')) {
    return null;
  }
  const fields = parseFilters(filter, JOB_FIELDS).map(({ field }) => field);
  return fields.every(isGroupField) ? fields : null;
}

export function isGroupField(name: string): name is GroupField {
  return GROUP_FIELDS.some((field) => field === name);
}

/** How many jobs there are, exactly, when counts can tell; null when they cannot. */
export async function countExactly(
  database: Database,
  selection: JobSelection,
  options: QueryOptions
): Promise<number | null> {
  const parameters = new Parameters();
  const from = countedJobs(selection, { fields: [] }, parameters);
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
