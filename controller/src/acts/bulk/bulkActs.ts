import { type BulkAct, type BulkAction, type BulkState } from '@openvcloud/contract';
import type { Queryable } from '../../database/queryable';
import { ApiError } from '../../errors/errors';

/** How long one that was not started is kept, and one that was. */
const PREPARED_MS = 3_600_000;
const KEPT_MS = 7 * 86_400_000;

const COLUMNS = `guid, action, state, total, username as "user", on_behalf_of as "onBehalfOf", reason,
  time_create as "timeCreate", time_start as "timeStart", time_stop as "timeStop"`;

/** A job to act on; its time says in which day to look for it. */
export interface ChosenJob {
  guid: string;
  timeCreate: number;
}

export interface NewBulkAct {
  guid: string;
  action: BulkAction;
  /** For the audit trail: what was asked for. */
  asked: unknown;
  user: string;
  role: string;
  tokenId: string;
  ip: string;
  onBehalfOf: string | null;
  timeCreate: number;
}

/** A prepared act and its jobs, in the order in which they are acted on. */
export async function insertBulkAct(
  transaction: Queryable,
  gid: number,
  act: NewBulkAct,
  jobs: readonly ChosenJob[]
): Promise<void> {
  const { guid, action, asked, user, role, tokenId, ip, onBehalfOf, timeCreate } = act;
  await transaction.query({
    text: `insert into bulk_acts (gid, guid, action, state, asked, total, username, role, token_id, ip, on_behalf_of, time_create)
           values ($1, $2, $3, 'PREPARED', $4, $5, $6, $7, $8, $9, $10, $11)`,
    values: [gid, guid, action, JSON.stringify(asked), jobs.length, user, role, tokenId, ip, onBehalfOf, timeCreate],
  });
  await transaction.query(
    {
      text: `insert into bulk_act_jobs (gid, act_guid, place, job_guid, time_create)
             select $1, $2, place, job_guid, time_create
             from unnest($3::text[], $4::bigint[]) with ordinality as chosen (job_guid, time_create, place)`,
      values: [gid, guid, jobs.map((job) => job.guid), jobs.map((job) => job.timeCreate)],
    },
    { name: 'insert_bulk_jobs' }
  );
}

export async function readBulkAct(database: Queryable, gid: number, guid: string): Promise<BulkAct> {
  const [act] = await database.query<Omit<BulkAct, 'done' | 'outcomes'>>({
    text: `select ${COLUMNS} from bulk_acts where gid = $1 and guid = $2`,
    values: [gid, guid],
  });
  if (act === undefined) {
    throw unknownAct(guid);
  }
  const outcomes = await database.query<{ outcome: string; count: number }>(
    {
      text: `select outcome, count(*)::integer as count from bulk_act_jobs
             where gid = $1 and act_guid = $2 and outcome is not null group by outcome order by count(*) desc, outcome`,
      values: [gid, guid],
    },
    { name: 'bulk_outcomes' }
  );
  return { ...act, outcomes, done: outcomes.reduce((sum, { count }) => sum + count, 0) };
}

/** What is asked of an act that goes on or is over; again is as good as once. */
export async function moveBulkAct(
  transaction: Queryable,
  gid: number,
  guid: string,
  { to, reason, now }: { to: 'RUNNING' | 'STOPPED'; reason: string | undefined; now: number }
): Promise<void> {
  // Waits for the part that is being done.
  const [act] = await transaction.query<{ state: BulkState }>({
    text: 'select state from bulk_acts where gid = $1 and guid = $2 for update',
    values: [gid, guid],
  });
  if (act === undefined) {
    throw unknownAct(guid);
  }
  const { state } = act;
  const isThere = to === 'RUNNING' ? state === 'RUNNING' || state === 'DONE' : state === 'STOPPED' || state === 'DONE';
  if (isThere) {
    return;
  }
  if (state === 'STOPPED') {
    throw new ApiError('BULK_ACT_ENDED', `Expected an act that can be started, got ${guid}, which was stopped.`);
  }
  await transaction.query({
    text:
      to === 'RUNNING'
        ? `update bulk_acts set state = 'RUNNING', time_start = $3, worked_at = $3, reason = $4 where gid = $1 and guid = $2`
        : `update bulk_acts set state = 'STOPPED', time_stop = $3, reason = coalesce(reason, $4) where gid = $1 and guid = $2`,
    values: [gid, guid, now, reason ?? null],
  });
}

export async function forgetOldBulkActs(database: Queryable, gid: number, now: number): Promise<void> {
  await database.query(
    {
      text: `delete from bulk_acts where gid = $1 and state <> 'RUNNING'
             and time_create < case when state = 'PREPARED' then $2::bigint else $3::bigint end`,
      values: [gid, now - PREPARED_MS, now - KEPT_MS],
    },
    { name: 'forget_bulk_acts' }
  );
}

function unknownAct(guid: string): ApiError {
  return new ApiError('UNKNOWN_BULK_ACT', `Expected the guid of an act on many jobs, got "${guid}".`);
}
