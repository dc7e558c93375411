import type { Database } from '../database/database';
import type { Sql } from '../database/queryable';
import { vacuumRemoved } from '../database/vacuum';
import { conditionsSql, timeRangeSql } from '../query/filterSql';
import type { LogQuestion } from '../query/question';
import type { TimeWindow } from '../query/timeWindow';
import { Parameters, where } from '../database/parameters';
import { LOG_COLUMNS } from './logs';

const MINUTE_MS = 60_000;
/** What is kept apart: all else takes reading the lines. */
const KEPT_FIELDS: ReadonlySet<string> = new Set(['gid', 'level']);

/** A range and the length of its buckets, if it has any. */
export interface Buckets extends Required<TimeWindow> {
  bucketMs?: number;
}

/** A row of the statements below. */
export interface LineCountRow {
  /** time / bucketMs; 0 without buckets. */
  bucket: number;
  level: number;
  count: number;
}

/**
 * Pure. → counts from those that are kept by minute and level, what is not folded yet, and the lines of the two ragged edges,
 * in one snapshot: exact. Null when only the lines can tell.
 */
export function keptCountsSql({ conditions, search }: LogQuestion, { from, to, bucketMs }: Buckets): Sql | null {
  const canTell = search === '' && conditions.every(({ field }) => KEPT_FIELDS.has(field));
  if (!canTell || (bucketMs !== undefined && bucketMs % MINUTE_MS !== 0)) {
    return null;
  }
  const parameters = new Parameters();
  const matching = conditionsSql(conditions, LOG_COLUMNS, parameters);
  const first = Math.ceil(from / MINUTE_MS);
  const end = Math.max(Math.floor(to / MINUTE_MS), first);
  const edges = [
    { from, to: Math.min(first * MINUTE_MS, to) },
    { from: Math.max(end * MINUTE_MS, from), to },
  ].filter((edge) => edge.from < edge.to);
  const parts = [
    ...(first < end ? keptParts([first, end], matching, parameters) : []),
    ...edges.map(
      (edge) =>
        `select time, level, 1 as count from log_lines ${where([...timeRangeSql('time', edge, parameters), ...matching])}`
    ),
  ];
  return groupedSql(`(${parts.join(' union all ')}) as counted`, 'sum(count)::bigint', bucketMs, parameters);
}

function keptParts([first, end]: [number, number], matching: readonly string[], parameters: Parameters): string[] {
  const conditions = where([`minute >= ${parameters.add(first)}`, `minute < ${parameters.add(end)}`, ...matching]);
  const select = `select minute * ${MINUTE_MS} as time, level, count`;
  return ['log_counts', 'log_count_deltas'].map((table) => `${select} from ${table} ${conditions}`);
}

/** Pure. → counts of the lines themselves that meet the conditions. */
export function readCountsSql(conditions: (parameters: Parameters) => string[], bucketMs: number | undefined): Sql {
  const parameters = new Parameters();
  return groupedSql(`log_lines ${where(conditions(parameters))}`, 'count(*)', bucketMs, parameters);
}

function groupedSql(from: string, count: string, bucketMs: number | undefined, parameters: Parameters): Sql {
  const bucket = bucketMs === undefined ? '0' : `time / ${parameters.add(bucketMs)}::bigint`;
  const text = `select ${bucket} as bucket, level, ${count} as count from ${from} group by 1, 2 having ${count} > 0`;
  return { text, values: parameters.values };
}

/** Any number that nothing else locks: of several controllers one folds, the others go on. */
const LOCK = 7_238_011;

/** Adds what has been stored and removed lately to the kept counts. A reader sees a delta or the count it went into, never both. */
export async function foldLineCounts(database: Database): Promise<void> {
  const taken = await database.transaction(async (transaction) => {
    const [lock] = await transaction.query<{ is_mine: boolean }>({
      text: 'select pg_try_advisory_xact_lock($1) as is_mine',
      values: [LOCK],
    });
    if (lock?.is_mine !== true) {
      return 0;
    }
    const [row] = await transaction.query<{ taken: number; has_emptied: boolean }>(
      { text: FOLD, values: [] },
      { name: 'fold_line_counts' }
    );
    if (row?.has_emptied === true) {
      await transaction.query({ text: 'delete from log_counts where count = 0', values: [] });
    }
    return row?.taken ?? 0;
  });
  await vacuumRemoved(database, 'log_count_deltas', taken);
}

/** Counts of nothing are left where jobs were purged or a day was dropped. */
const FOLD = `
  with taken as (
    delete from log_count_deltas returning *
  ), folded as (
    insert into log_counts as kept (gid, minute, level, count)
    select gid, minute, level, sum(count) from taken group by 1, 2, 3 having sum(count) <> 0 order by 1, 2, 3
    on conflict (gid, minute, level) do update set count = kept.count + excluded.count
    returning count
  )
  select (select count(*) from taken) as taken, exists (select from folded where count = 0) as has_emptied`;
