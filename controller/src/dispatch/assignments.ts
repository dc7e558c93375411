import { OWN_SOURCE, type Assignment, type JsonValue, type QueueName } from '@openvcloud/contract';
import type { Database } from '../database/database';
import type { Queryable } from '../database/queryable';
import { retryConflicts } from '../database/retryConflicts';
import { ANY_ROLE } from '../jobs/matchRoles';
import { announceWork } from '../journal/workNotices';

/** Who takes jobs, and how many per queue. */
export interface Taker {
  gid: number;
  nid: number;
  nodeName: string;
  roles: readonly string[];
  sessionId: string;
  /** Whose agent asks. */
  tokenId: string;
  free: Readonly<Record<string, number>>;
}

interface AssignedRow {
  guid: string;
  attempt: number;
  organization: string;
  cmd: string;
  path: string | null;
  jumpscript_hash: string;
  queue: QueueName;
  args: string;
  timeout_seconds: number;
  log: boolean;
  roles: string[];
  tags: string[];
  time_create: number;
}

/** The queues an agent has free workers of; none when its node is decommissioned or its token was revoked. */
const SLOTS = `select * from unnest($3::text[], $4::integer[]) as slot (queue, free)
             where not exists (select 1 from nodes where gid = $1 and nid = $2 and status = 'DECOMMISSIONED')
               and exists (select 1 from tokens where gid = $1 and id = $7)`;
/** The roles it asks with that it still has: while it waited, an admin may have taken some. */
const ROLES = `select role from unnest($5::text[]) as role
             where role = '${ANY_ROLE}' or exists (select 1 from nodes where gid = $1 and nid = $2 and role = any(roles))`;
const OPEN = `source = '${OWN_SOURCE}' and state = 'SCHEDULED' and session_id is null and cancel_at is null and not_before <= $6`;
const OWN = `gid = $1 and nid = $2 and queue = slot.queue and ${OPEN}`;
const BY_ROLE = `gid = $1 and nid is null and wanted_role = node_role and queue = slot.queue and ${OPEN}`;

/**
 * Hands the oldest waiting jobs to an agent, at most as many per queue as it has free workers. Takes the node's own
 * jobs and those that wait for one of its roles; rows that another controller is handing out right now are skipped,
 * so a job is never assigned twice. A decommissioned node gets none, nor does an agent whose token was revoked, also when that happened
 * while it waited. The job stays SCHEDULED until the agent reports its start.
 */
export async function assignJobs(
  database: Database,
  taker: Taker,
  now: number,
  leaseMs: number
): Promise<Assignment[]> {
  const asked = valuesOf(taker, now);
  if (asked === undefined) {
    return [];
  }
  const statement = {
    text: `with slot as (${SLOTS}),
           own as (
             select slot.queue, slot.free, job.* from slot cross join lateral (
               select guid, time_create from jobs_live where ${OWN} order by time_create limit slot.free for update skip locked) as job),
           by_role as (
             select slot.queue, slot.free, job.* from slot cross join (${ROLES}) as node_role (node_role) cross join lateral (
               select guid, time_create from jobs_live where ${BY_ROLE} order by time_create limit slot.free for update skip locked) as job),
           ranked as (
             select *, row_number() over (partition by queue order by time_create, guid) as place
             from (select * from own union all select * from by_role) as found),
           taken as (
             update jobs_live j set nid = $2, node_name = $8, session_id = $9, lease_until = $10
             from ranked r where r.place <= r.free and j.gid = $1 and j.is_live and j.time_create = r.time_create and j.guid = r.guid
             returning j.*)
           select taken.guid, taken.attempt, taken.organization, taken.cmd, s.path, taken.jumpscript_hash, taken.queue, taken.args,
             taken.timeout_seconds, taken.log, taken.roles, taken.tags, taken.time_create
           from taken left join jumpscripts s on s.gid = $1 and s.id = taken.jumpscript_id and s.version = taken.jumpscript_version
           order by taken.time_create, taken.guid`,
    values: [...asked, taker.nodeName, taker.sessionId, now + leaseMs],
  };
  // A transaction of its own, so it may run again: a job that ends at this moment leaves jobs_live while it is locked.
  const rows = await retryConflicts(() => database.query<AssignedRow>(statement, { name: 'assign_jobs' }));
  return rows.map(toAssignment);
}

/**
 * Whether jobs wait that this agent could take. When it was given none, they were locked: another assignment locks a few more
 * than it takes, since it looks for the oldest among the node's own and each role's.
 */
export async function isWorkWaiting(database: Queryable, taker: Taker, now: number): Promise<boolean> {
  const values = valuesOf(taker, now);
  if (values === undefined) {
    return false;
  }
  const rows = await database.query(
    {
      text: `select 1 from (${SLOTS}) as slot
             where exists (select 1 from jobs_live where ${OWN})
               or exists (select 1 from (${ROLES}) as node_role (node_role) cross join lateral (select 1 from jobs_live where ${BY_ROLE} limit 1) as job)
             limit 1`,
      values,
    },
    { name: 'work_waiting' }
  );
  return rows.length > 0;
}

/** undefined: it has no free worker. */
function valuesOf({ gid, nid, roles, free, tokenId }: Taker, now: number): unknown[] | undefined {
  const queues = Object.entries(free).filter(([, count]) => count > 0);
  if (queues.length === 0) {
    return undefined;
  }
  const [names, counts] = [queues.map(([queue]) => queue), queues.map(([, count]) => count)];
  return [gid, nid, names, counts, [...new Set([...roles, ANY_ROLE])], now, tokenId];
}

const FREE_AGAIN = `session_id = null, lease_until = null, nid = case when wanted_role is null then nid end,
               node_name = case when wanted_role is null then node_name end`;

interface FreedRow {
  guid: string;
  nid: number | null;
  wanted_role: string | null;
  queue: string;
}

/**
 * Takes assigned jobs back into the queue: they were never started, so running them later is no second run.
 * A job that wanted a role may then go to any node with it.
 */
export async function handBack(
  database: Database,
  { gid, nid, sessionId }: Pick<Taker, 'gid' | 'nid' | 'sessionId'>,
  guids: readonly string[]
): Promise<void> {
  const statement = {
    text: `update jobs_live j set ${FREE_AGAIN}
           from (select guid, time_create from jobs_live
                 where gid = $1 and guid = any($3::text[]) and nid = $4 and session_id = $2 and state = 'SCHEDULED' for update skip locked) as unstarted
           where j.gid = $1 and j.is_live and j.time_create = unstarted.time_create and j.guid = unstarted.guid
           returning j.guid, j.nid, j.wanted_role, j.queue`,
    values: [gid, sessionId, guids, nid],
  };
  const rows = await retryConflicts(() => database.query<FreedRow>(statement, { name: 'hand_back' }));
  await announceFreed(database, gid, rows);
}

/** The same for jobs the caller has locked. */
export async function handBackExpired(
  transaction: Queryable,
  gid: number,
  jobs: ReadonlyArray<{ guid: string; timeCreate: number }>
): Promise<void> {
  if (jobs.length === 0) {
    return;
  }
  const rows = await transaction.query<FreedRow>({
    text: `update jobs_live j set ${FREE_AGAIN} from unnest($2::text[], $3::bigint[]) as e (guid, time_create)
           where j.gid = $1 and j.is_live and j.time_create = e.time_create and j.guid = e.guid
           returning j.guid, j.nid, j.wanted_role, j.queue`,
    values: [gid, jobs.map(({ guid }) => guid), jobs.map(({ timeCreate }) => timeCreate)],
  });
  await announceFreed(transaction, gid, rows);
}

function announceFreed(database: Queryable, gid: number, rows: readonly FreedRow[]): Promise<void> {
  return announceWork(
    database,
    gid,
    rows.map((row) => ({ nid: row.nid, wantedRole: row.wanted_role, queue: row.queue }))
  );
}

function toAssignment(row: AssignedRow): Assignment {
  // It was parsed when it came.
  const args: JsonValue = JSON.parse(row.args);
  return {
    guid: row.guid,
    attempt: row.attempt,
    organization: row.organization,
    name: row.cmd,
    path: row.path ?? `${row.organization}/${row.cmd}.py`,
    hash: row.jumpscript_hash,
    queue: row.queue,
    args,
    // What JavaScript writes otherwise it may have read otherwise: 1.0, long numbers, the order of keys.
    ...(JSON.stringify(args) === row.args ? {} : { argsJson: row.args }),
    timeoutSeconds: row.timeout_seconds,
    log: row.log,
    roles: row.roles,
    tags: row.tags,
    timeCreate: row.time_create,
  };
}
