import type { JobState } from '@openvcloud/contract';
import type { Queryable } from '../database/database';
import type { Outcome } from './outcome';
import { notingJobs } from '../journal/changes';
import { JOB_TABLE, jobColumns, jobRow, typedColumns, type EndColumn, type JobColumn } from '../query/jobTable';
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

const END = jobColumns(({ atEnd }) => atEnd !== undefined);
const ASSIGNED = END.map((name) => {
  const { sql, atEnd }: JobColumn = JOB_TABLE[name];
  return atEnd === 'kept' ? `${sql} = coalesce(e.${sql}, j.${sql})` : `${sql} = e.${sql}`;
}).join(', ');

/** Ends live jobs: PostgreSQL moves their rows to the history. The caller has locked them and checked the moves. */
export async function endJobs(transaction: Queryable, gid: number, ends: readonly JobEnd[]): Promise<void> {
  if (ends.length === 0) {
    return;
  }
  await transaction.query(
    {
      text: notingJobs(`update jobs j set is_live = false, lease_until = null, ${ASSIGNED}
             from json_to_recordset($2) as e (${typedColumns(['guid', 'timeCreate', ...END])})
             where j.gid = $1 and j.is_live and j.time_create = e.time_create and j.guid = e.guid`),
      values: [gid, JSON.stringify(ends.map((end) => jobRow(endedJob(end))))],
    },
    { name: 'end_jobs' }
  );
}

function endedJob({ outcome, ...end }: JobEnd) {
  return {
    guid: end.guid,
    timeCreate: end.timeCreate,
    state: end.state,
    nativeState: outcome.nativeState,
    timeStart: end.timeStart,
    timeStop: end.timeStop,
    logLines: end.logLines,
    droppedLines: end.droppedLines,
    droppedBecause: end.droppedBecause ?? null,
    ...outcomeColumns(outcome),
  } satisfies Record<EndColumn | 'guid' | 'timeCreate', unknown>;
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
