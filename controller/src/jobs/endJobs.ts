import type { JobState } from '@openvcloud/contract';
import type { Queryable } from '../database/database';
import type { Outcome } from './outcome';
import { notingJobs } from '../journal/changes';
import { outcomeColumns } from './outcomeColumns';

/** A job as it ended, for who counts them. */
export interface Ended {
  state: string;
  queue: string;
}

export interface JobEnd {
  guid: string;
  timeCreate: number;
  state: JobState;
  timeStart: number | null;
  timeStop: number;
  logLines: number | null;
  droppedLines: number | null;
  droppedBecause?: string[];
  outcome: Outcome;
}

/** Ends live jobs: PostgreSQL moves their rows to the history. The caller has locked them and checked the moves. */
export async function endJobs(transaction: Queryable, gid: number, ends: readonly JobEnd[]): Promise<void> {
  if (ends.length === 0) {
    return;
  }
  await transaction.query(
    {
      text: notingJobs(`update jobs j set is_live = false, state = e.state, native_state = e.native_state, time_start = e.time_start, time_stop = e.time_stop,
               log_lines = coalesce(e.log_lines, j.log_lines), dropped_lines = coalesce(e.dropped_lines, j.dropped_lines),
               dropped_because = coalesce(e.dropped_because, j.dropped_because),
               result = e.result, result_truncated = e.result_truncated, result_preview = e.result_preview, result_code = e.result_code,
               error_type = e.error_type, error_message = e.error_message, error_message_truncated = e.error_message_truncated,
               error_backtrace = e.error_backtrace, error_backtrace_truncated = e.error_backtrace_truncated, error_file = e.error_file,
               error_line = e.error_line, error_function = e.error_function, error_code = e.error_code, error_signature = e.error_signature,
               lease_until = null
             from json_to_recordset($2) as e (guid text, time_create bigint, state text, native_state text, time_start bigint, time_stop bigint,
               log_lines bigint, dropped_lines bigint, dropped_because text[], result text, result_truncated bigint, result_preview text, result_code integer, error_type text,
               error_message text, error_message_truncated bigint, error_backtrace text, error_backtrace_truncated bigint, error_file text, error_line integer, error_function text, error_code text, error_signature text)
             where j.gid = $1 and j.is_live and j.time_create = e.time_create and j.guid = e.guid`),
      values: [gid, JSON.stringify(ends.map(toRow))],
    },
    { name: 'end_jobs' }
  );
}

function toRow({ outcome, ...end }: JobEnd): Record<string, unknown> {
  return {
    guid: end.guid,
    time_create: end.timeCreate,
    state: end.state,
    native_state: outcome.nativeState,
    time_start: end.timeStart,
    time_stop: end.timeStop,
    log_lines: end.logLines,
    dropped_lines: end.droppedLines,
    dropped_because: end.droppedBecause ?? null,
    ...outcomeColumns(outcome),
  };
}

export interface JobRetry {
  guid: string;
  timeCreate: number;
  notBefore: number;
  /** Log lines stored with it that the job does not count yet. */
  addedLines: number;
}

/** Puts jobs back into the queue for their next attempt; the reaper announces them when they are due. A job that wanted a role may go to another node. */
export async function requeueJobs(transaction: Queryable, gid: number, retries: readonly JobRetry[]): Promise<void> {
  if (retries.length === 0) {
    return;
  }
  await transaction.query(
    {
      text: notingJobs(`update jobs_live j set state = 'SCHEDULED', native_state = 'SCHEDULED', attempt = attempt + 1, not_before = r.not_before, time_start = null, log_lines = log_lines + r.added_lines,
               session_id = null, lease_until = null, former_nids = former_nids || nid, nid = case when wanted_role is null then nid end,
               node_name = case when wanted_role is null then node_name end
             from unnest($2::text[], $3::bigint[], $4::bigint[], $5::bigint[]) as r (guid, time_create, not_before, added_lines)
             where j.gid = $1 and j.is_live and j.time_create = r.time_create and j.guid = r.guid`),
      values: [
        gid,
        retries.map((r) => r.guid),
        retries.map((r) => r.timeCreate),
        retries.map((r) => r.notBefore),
        retries.map((r) => r.addedLines),
      ],
    },
    { name: 'requeue_jobs' }
  );
}
