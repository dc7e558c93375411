import { OURS_OR_BRIDGED } from './ours';
import type { JobState } from '@openvcloud/contract';
import type { Database } from '../database/database';
import type { Queryable } from '../database/queryable';
import { retryConflicts } from '../database/retryConflicts';
import { CANCELLING } from './planCancel';
import { notingJobs } from '../journal/changes';
import { announceWork } from '../journal/workNotices';
import { selected } from '../query/jobTable';

export interface JobToCancel {
  guid: string;
  gid: number;
  source: string;
  timeCreate: number;
  nid: number | null;
  queue: string;
  state: JobState;
  nativeState: string;
  isAssigned: boolean;
}

const COLUMNS = selected(['guid', 'gid', 'source', 'timeCreate', 'nid', 'queue', 'state', 'nativeState']);

/** The job, locked while it is live: dispatch and reports wait, or skip it. One of another controller is found, so that its refusal can say so. */
export async function lockToCancel(
  transaction: Queryable,
  gid: number,
  guid: string
): Promise<JobToCancel | undefined> {
  const [live] = await transaction.query<JobToCancel>({
    text: `select ${COLUMNS}, session_id is not null as "isAssigned" from jobs_live where guid = $2 and ${OURS_OR_BRIDGED} for update`,
    values: [gid, guid],
  });
  if (live !== undefined) {
    return live;
  }
  const [ended] = await transaction.query<JobToCancel>({
    text: `select ${COLUMNS}, false as "isAssigned" from jobs_done where guid = $2 and ${OURS_OR_BRIDGED}`,
    values: [gid, guid],
  });
  return ended;
}

/** Those of the jobs that have not ended, locked. */
export function lockToCancelAll(transaction: Queryable, gid: number, guids: readonly string[]): Promise<JobToCancel[]> {
  return transaction.query<JobToCancel>(
    {
      text: `select ${COLUMNS}, session_id is not null as "isAssigned" from jobs_live where gid = $1 and guid = any($2::text[])
             order by guid for update`,
      values: [gid, guids],
    },
    { name: 'live_of_guids' }
  );
}

/** Jobs of a batch that have not ended, locked. */
export function lockLiveOfBatch(transaction: Queryable, gid: number, batchGuid: string): Promise<JobToCancel[]> {
  return transaction.query<JobToCancel>(
    {
      text: `select ${COLUMNS}, session_id is not null as "isAssigned" from jobs_live where ${OURS_OR_BRIDGED} and batch_guid = $2
             order by guid for update`,
      values: [gid, batchGuid],
    },
    { name: 'live_of_batch' }
  );
}

/** Leaves word for the agents that hold the jobs, and wakes their long polls. Asking again tells them again. */
export async function requestCancels(
  transaction: Queryable,
  gid: number,
  jobs: readonly JobToCancel[],
  now: number
): Promise<void> {
  await transaction.query(
    {
      text: notingJobs(`update jobs_live j set cancel_at = coalesce(cancel_at, $4), cancel_told = false, native_state = $5
             from unnest($2::bigint[], $3::text[]) as held (time_create, guid)
             where gid = $1 and is_live and j.time_create = held.time_create and j.guid = held.guid`),
      values: [gid, jobs.map(({ timeCreate }) => timeCreate), jobs.map(({ guid }) => guid), now, CANCELLING],
    },
    { name: 'request_cancels' }
  );
  const held = jobs.map(({ nid, queue }) => ({ nid, wantedRole: null, queue }));
  await announceWork(transaction, gid, held);
}

/** What this session's agent has not been told yet; it counts as told. Heartbeats repeat what gets lost. */
export async function takeCancels(database: Database, gid: number, nid: number, sessionId: string): Promise<string[]> {
  const values = [gid, nid, sessionId];
  const condition = 'gid = $1 and nid = $2 and cancel_at is not null and not cancel_told and session_id = $3';
  const untold = await database.query({ text: `select 1 from jobs_live where ${condition} limit 1`, values });
  if (untold.length === 0) {
    return [];
  }
  // Waits for whoever renews its lease or stores its lines right now: skipped, it would wait for the next heartbeat.
  const told = await retryConflicts(() =>
    database.query<{ guid: string }>(
      {
        text: `update jobs_live set cancel_told = true
               where gid = $1 and is_live and (time_create, guid) in (select time_create, guid from jobs_live where ${condition} order by guid for update)
               returning guid`,
        values,
      },
      { name: 'take_cancels' }
    )
  );
  return told.map(({ guid }) => guid);
}

/** Which of these jobs, that the agent holds, it shall kill. */
export async function listCancels(
  database: Queryable,
  gid: number,
  nid: number,
  held: readonly string[]
): Promise<string[]> {
  if (held.length === 0) {
    return [];
  }
  const rows = await database.query<{ guid: string }>(
    {
      text: 'select guid from jobs_live where gid = $1 and nid = $2 and cancel_at is not null and guid = any($3::text[])',
      values: [gid, nid, held],
    },
    { name: 'list_cancels' }
  );
  return rows.map(({ guid }) => guid);
}

/** Cancelled jobs that came back from an agent which never started them; other controllers skip them. */
export async function lockCancelledWaiting(
  transaction: Queryable,
  gid: number,
  limit: number
): Promise<Array<{ guid: string; timeCreate: number; queue: string }>> {
  return transaction.query(
    {
      text: `select guid, time_create as "timeCreate", queue from jobs_live
             where gid = $1 and cancel_at is not null and state = 'SCHEDULED' and session_id is null
             order by guid limit $2 for update skip locked`,
      values: [gid, limit],
    },
    { name: 'cancelled_waiting' }
  );
}
