import type { Database } from '../database/database';
import type { Queryable, QueryOptions } from '../database/queryable';
import { JOB_TABLE, jobColumns } from '../query/jobTable';
import type { StoredLine } from './storedLine';

/** What of a job may change before it ends: noted as the change left it, so that every state it had can be shown. */
const NOTED = jobColumns(({ isNoted }) => isNoted === true).map((name) => JOB_TABLE[name].sql);

/**
 * SQL that changes jobs (called `j` in it, the grid id as $1) → SQL that also notes how it left them, in the same round
 * trip. The rows must be new or locked before: so of two changes of a job the later one has the higher id.
 * `isNoted`: which rows count as changed.
 */
export function notingJobs(statement: string, isNoted = 'true'): string {
  return `with changed as (${statement} returning ${NOTED.map((name) => `j.${name}`).join(', ')}, ${isNoted} as is_noted),
          noted as materialized (select note_changes($1, (select json_agg(changed)::text from changed where is_noted), null))
          select guid, id from changed cross join noted`;
}

/** SQL that stores log lines, with the grid id as $1 → SQL that also notes them; `parameter` holds the ranges as JSON. */
export function notingLines(statement: string, parameter: number): string {
  return `with stored as (${statement}) select note_changes($1, null, $${parameter})`;
}

/** Lines of a job that were stored together. */
export interface LineRange {
  guid: string;
  from_time: number;
  to_time: number;
  from_seq: number;
  to_seq: number;
  count: number;
  /** Of their messages, about. */
  size: number;
}

/** Pure. One range per attempt, and one of its outcome: one over two of them would also hold lines between that were noted before. */
export function lineRanges(lines: readonly StoredLine[]): LineRange[] {
  const ranges = new Map<string, LineRange>();
  for (const { job, attempt, isOutcome, line, message } of lines) {
    const key = `${job.guid} ${attempt} ${isOutcome}`;
    const range = ranges.get(key);
    if (range === undefined) {
      const { time, seq } = line;
      ranges.set(key, {
        guid: job.guid,
        from_time: time,
        to_time: time,
        from_seq: seq,
        to_seq: seq,
        count: 1,
        size: message.length,
      });
    } else {
      range.from_time = Math.min(range.from_time, line.time);
      range.to_time = Math.max(range.to_time, line.time);
      range.from_seq = Math.min(range.from_seq, line.seq);
      range.to_seq = Math.max(range.to_seq, line.seq);
      range.count += 1;
      range.size += message.length;
    }
  }
  return [...ranges.values()];
}

/** A job as a change left it. */
export interface ChangedJob {
  guid: string;
  time_create: number;
}

/** One row of the journal: jobs, or lines, that one statement changed. */
export interface Change {
  id: number;
  gid: number;
  jobs: ChangedJob[];
  lines: LineRange[];
}

export interface Changes {
  changes: Change[];
  /** Everything up to here is in `changes`. */
  upTo: number;
  /** More can be read at once. */
  hasMore: boolean;
  /** There are later changes whose transactions, or older ones, have not ended. */
  isHeldBack: boolean;
  /** Changes after `after` up to this one have been emptied. */
  lostUpTo: number | null;
}

const AT_ONCE = 200;

/** What changed after `after`, in order; what may still be joined by an earlier change is left for the next time. */
export async function readChanges(database: Database, after: number, options: QueryOptions): Promise<Changes> {
  const { horizon, last } = await readHorizon(database, options);
  const rows = await database.read<{ id: number; gid: number; jobs: string | null; lines: string | null }>(
    {
      text: `select id, gid, jobs, lines from changes where id > $1 and id <= $2 order by id limit ${AT_ONCE}`,
      values: [after, horizon],
    },
    { ...options, name: 'read_changes' }
  );
  // After the rows: a slot that was emptied before they were read shows here.
  const [emptied] = await database.read<{ id: number }>(
    { text: 'select id from changes_emptied', values: [] },
    options
  );
  const hasMore = rows.length === AT_ONCE;
  return {
    changes: rows.map(({ id, gid, jobs, lines }) => ({
      id,
      gid,
      jobs: parse<ChangedJob>(jobs),
      lines: parse<LineRange>(lines),
    })),
    upTo: hasMore ? (rows.at(-1)?.id ?? horizon) : Math.max(after, horizon),
    hasMore,
    isHeldBack: last > horizon,
    lostUpTo: emptied !== undefined && emptied.id > after ? emptied.id : null,
  };
}

/** Everything up to `horizon` is settled; `last` is the last id that was drawn. */
export async function readHorizon(
  database: Database,
  options: QueryOptions
): Promise<{ horizon: number; last: number }> {
  const [row] = await database.read<{ horizon: number; last: number }>(
    { text: 'select change_horizon() as horizon, last_value as last from change_id_seq', values: [] },
    { ...options, name: 'change_horizon' }
  );
  if (row === undefined) {
    throw new Error('expected the horizon of changes, got no row');
  }
  return row;
}

/** Written by the statements above. */
function parse<Item>(text: string | null): Item[] {
  return text === null ? [] : (JSON.parse(text) as Item[]);
}

/** Often enough that a slot is empty before its turn (controller/src/database/migrations, change_slot). */
export const EMPTY_CHANGES_EVERY_MS = 20_000;

/** Keeps the journal bounded: true when there was something to empty. Several controllers may try; one does. */
export async function emptyOldChanges(database: Queryable, at?: Date): Promise<boolean> {
  const [row] = await database.query<{ done: boolean }>(
    { text: 'select empty_old_changes(coalesce($1, clock_timestamp())) as done', values: [at?.toISOString() ?? null] },
    { name: 'empty_changes' }
  );
  return row?.done === true;
}
