import { GROUP_FIELDS, JOB_FIELDS, type GroupField } from '@openvcloud/contract';
import type { Database, QueryOptions } from '../database/database';
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
  if (!isServed(selection)) {
    return null;
  }
  const filtered = parseFilters(selection.filter, JOB_FIELDS).map(({ field }) => field);
  const used = [...filtered, ...detail.fields];
  const isByNode = used.includes('nid') || used.includes('nodeName');
  const time = timeOf(selection);
  const matching = jobConditions({ filter: selection.filter }, parameters);
  const select = (start: string, count: string, from: string, conditions: readonly string[]) => {
    const columns = detail.fields.map((field) => JOB_COLUMNS[field].sql);
    const bucket =
      detail.bucketMs === undefined ? [] : [`${start} / ${parameters.add(detail.bucketMs)}::bigint as bucket`];
    return `select ${[...columns, ...bucket, `${count} as count`].join(', ')} from ${from} ${where([...conditions, ...matching])}`;
  };
  const between = (column: string, { from, to }: Omit<CountSpan, 'width'>) =>
    timeRangeSql(column, from, to, parameters);
  const isStop = `is_stop = ${String(time === 'time_stop')}`;
  const spans = countSpans(selection.from, selection.to, detail.bucketMs);
  const kept = spans.filter(({ width }) => width !== null);
  const parts = spans.map((span) =>
    span.width === null
      ? select(time, '1', 'jobs_done', between(time, span))
      : select(
          'start',
          'count',
          'job_counts join (select id as group_id, * from job_count_groups) as groups using (gid, group_id, by_node)',
          [`${isStop} and by_node = ${String(isByNode)} and width = ${span.width}`, ...between('start', span)]
        )
  );
  if (kept.length > 0) {
    const folding = { from: kept[0]?.from, to: kept.at(-1)?.to };
    parts.push(select('minute', 'count', 'job_count_deltas', [isStop, ...between('minute', folding)]));
  }
  parts.push(select(time, '1', 'jobs_live', between(time, selection)));
  return `(${parts.join(' union all ')}) as counted`;
}

/** Without a range the count is the same by whichever time. */
function timeOf({ from, to, timeField }: JobSelection): 'time_create' | 'time_stop' {
  return timeField === 'timeStop' && (from !== undefined || to !== undefined) ? 'time_stop' : 'time_create';
}

function isServed({ filter, q, from, to, timeField }: JobSelection): boolean {
  const hasRange = from !== undefined || to !== undefined;
  return (
    (q === undefined || q === '') &&
    !(hasRange && timeField === 'timeStart') &&
    parseFilters(filter, JOB_FIELDS).every(({ field }) => isGroupField(field))
  );
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
