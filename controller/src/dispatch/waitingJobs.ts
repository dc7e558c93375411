import { OWN_SOURCE } from '@openvcloud/contract';
import type { Queryable } from '../database/queryable';
import { SCHEDULE_USER } from '../schedule/scheduledJob';

/** Whom waiting jobs wait for. */
export interface Awaited {
  nids: number[];
  roles: string[];
}

/** Its jobs that may run at `dueBefore` are not waited for any longer. */
export interface GivenUp<Target> {
  target: Target;
  dueBefore: number;
}

export interface WaitingJob {
  guid: string;
  timeCreate: number;
  queue: string;
  attempt: number;
  jumpscriptId: string | null;
}

type Found<Target> = WaitingJob & { target: Target };

const WAITS = `state = 'SCHEDULED' and session_id is null and cancel_at is null and source = '${OWN_SOURCE}'`;
const COLUMNS = 'guid, time_create as "timeCreate", queue, attempt, jumpscript_id as "jumpscriptId"';

/** Each node and role once. Jumps in the index from one to the next: however many jobs wait for it, a node is one step. */
export async function listAwaited(database: Queryable, gid: number): Promise<Awaited> {
  const first = (column: string, condition: string) =>
    `select ${column} from jobs_live where gid = $1 and ${condition} and ${WAITS} order by ${column} limit 1`;
  const rows = await database.query<{ nid: number | null; role: string | null }>(
    {
      text: `with recursive
             by_node (nid) as ((${first('nid', 'nid is not null')})
               union all select (${first('nid', 'nid > by_node.nid')}) from by_node where by_node.nid is not null),
             by_role (role) as ((${first('wanted_role', 'nid is null and wanted_role is not null')})
               union all select (${first('wanted_role', 'nid is null and wanted_role > by_role.role')}) from by_role where by_role.role is not null)
             select nid, null as role from by_node where nid is not null union all select null, role from by_role where role is not null`,
      values: [gid],
    },
    { name: 'awaited_nodes' }
  );
  return {
    nids: rows.flatMap(({ nid }) => nid ?? []),
    roles: rows.flatMap(({ role }) => role ?? []),
  };
}

/** Locks jobs that wait for these nodes; other controllers skip them. To be called inside a transaction, as the others here. */
export function lockWaitingForNodes(
  transaction: Queryable,
  gid: number,
  nodes: ReadonlyArray<GivenUp<number>>,
  limit: number
): Promise<Array<Found<number>>> {
  return lockWaiting(transaction, gid, 'integer', 'nid = given_up.target', nodes, limit);
}

export function lockWaitingForRoles(
  transaction: Queryable,
  gid: number,
  roles: ReadonlyArray<GivenUp<string>>,
  limit: number
): Promise<Array<Found<string>>> {
  return lockWaiting(transaction, gid, 'text', 'nid is null and wanted_role = given_up.target', roles, limit);
}

async function lockWaiting<Target>(
  transaction: Queryable,
  gid: number,
  type: 'integer' | 'text',
  condition: string,
  givenUp: ReadonlyArray<GivenUp<Target>>,
  limit: number
): Promise<Array<Found<Target>>> {
  return transaction.query<Found<Target>>(
    {
      text: `select job.*, given_up.target from unnest($2::${type}[], $3::bigint[]) as given_up (target, due) cross join lateral (
               select ${COLUMNS} from jobs_live where gid = $1 and ${condition} and ${WAITS} and not_before <= given_up.due
               limit $4 for update skip locked) as job limit $4`,
      values: [gid, givenUp.map(({ target }) => target), givenUp.map(({ dueBefore }) => dueBefore), limit],
    },
    { name: 'lock_waiting' }
  );
}

/** Locks jobs that the schedule made for these nodes before `madeBefore`. */
export async function lockLateScheduled(
  transaction: Queryable,
  gid: number,
  nids: readonly number[],
  madeBefore: number,
  limit: number
): Promise<Array<Found<number>>> {
  return transaction.query<Found<number>>(
    {
      text: `select job.*, away.target from unnest($2::integer[]) as away (target) cross join lateral (
               select ${COLUMNS} from jobs_live where gid = $1 and nid = away.target and ${WAITS} and username = '${SCHEDULE_USER}' and time_create < $3
               limit $4 for update skip locked) as job limit $4`,
      values: [gid, nids, madeBefore, limit],
    },
    { name: 'lock_late_scheduled' }
  );
}

/** Their slots count as missed, as the planner counts those of a node that is away. A job that was not made for a slot has none. */
export async function countMissed(
  transaction: Queryable,
  gid: number,
  jobs: ReadonlyArray<Found<number>>
): Promise<void> {
  await transaction.query(
    {
      text: `update schedules s set missed = s.missed + 1, last_missed = greatest(s.last_missed, late.time_create)
             from unnest($2::integer[], $3::text[], $4::text[], $5::bigint[]) as late (nid, jumpscript_id, guid, time_create)
             where s.gid = $1 and s.nid = late.nid and s.jumpscript_id = late.jumpscript_id and s.last_guid = late.guid`,
      values: [
        gid,
        jobs.map(({ target }) => target),
        jobs.map(({ jumpscriptId }) => jumpscriptId),
        jobs.map(({ guid }) => guid),
        jobs.map(({ timeCreate }) => timeCreate),
      ],
    },
    { name: 'count_missed' }
  );
}
