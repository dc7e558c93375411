import type { JobState } from '@openvcloud/contract';
import type { Queryable } from '../database/queryable';
import type { Outcome } from './outcome';
import { notingJobs } from '../journal/changes';
import { JOB_TABLE, jobColumns, jobRow, typedColumns, type EndColumn, type JobColumn } from '../query/jobTable';
import { outcomeColumns } from './outcomeColumns';
import type { Retried } from './retry';

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
  /** When it became known here: now. */
  timeKnown: number;
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
    timeKnown: end.timeKnown,
    logLines: end.logLines,
    droppedLines: end.droppedLines,
    droppedBecause: end.droppedBecause ?? null,
    ...outcomeColumns(outcome),
  } satisfies Record<EndColumn | 'guid' | 'timeCreate', unknown>;
}

export interface JobRetry extends Retried {
  guid: string;
  timeCreate: number;
  notBefore: number;
  /** Log lines stored with it that the job does not count yet. */
  addedLines: number;
}

const RETRIED = [
  'state',
  'nativeState',
  'nid',
  'nodeName',
  'formerNids',
  'attempt',
  'timeStart',
] as const satisfies ReadonlyArray<keyof Retried>;

/** Puts jobs back into the queue for their next attempt; the reaper announces them when they are due. */
export async function requeueJobs(transaction: Queryable, gid: number, retries: readonly JobRetry[]): Promise<void> {
  if (retries.length === 0) {
    return;
  }
  const assigned = RETRIED.map((name) => `${JOB_TABLE[name].sql} = r.${JOB_TABLE[name].sql}`).join(', ');
  await transaction.query(
    {
      text: notingJobs(`update jobs_live j set ${assigned}, not_before = r.not_before, log_lines = log_lines + r.added_lines,
               session_id = null, lease_until = null
             from json_to_recordset($2) as r (${typedColumns(['guid', 'timeCreate', ...RETRIED])}, not_before bigint, added_lines bigint)
             where j.gid = $1 and j.is_live and j.time_create = r.time_create and j.guid = r.guid`),
      values: [gid, JSON.stringify(retries.map(retryRow))],
    },
    { name: 'requeue_jobs' }
  );
}

function retryRow(retry: JobRetry): Record<string, unknown> {
  const values = Object.fromEntries((['guid', 'timeCreate', ...RETRIED] as const).map((name) => [name, retry[name]]));
  return { ...jobRow(values), not_before: retry.notBefore, added_lines: retry.addedLines };
}
