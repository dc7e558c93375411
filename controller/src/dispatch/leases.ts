import type { Database } from '../database/database';
import type { Queryable, QueryOptions } from '../database/queryable';
import { retryConflicts } from '../database/retryConflicts';
import { OUT_OF_TIME, withinBudget } from '../database/withinBudget';
import { ApiError } from '../errors/errors';
import { selected } from '../query/jobTable';

/** A job whose lease ran out, with what is known of the agent that held it. */
export interface ExpiredJob {
  guid: string;
  timeCreate: number;
  state: 'SCHEDULED' | 'RUNNING';
  nid: number;
  queue: string;
  nodeName: string | null;
  organization: string;
  cmd: string;
  wantedRole: string | null;
  /** Nodes that ran earlier attempts, the latest last. */
  formerNids: number[];
  attempt: number;
  maxAttempts: number;
  backoffSeconds: number;
  timeStart: number | null;
  /** Somebody wants it to end: it is not run again. */
  isCancelRequested: boolean;
  lastSeen: number | null;
  /** The agent that held it has been replaced by a new session. */
  isSessionOver: boolean;
}

export interface Renewal {
  gid: number;
  nid: number;
  /** Guids of the jobs the agent holds. */
  held: readonly string[];
  leaseUntil: number;
}

/** Well within a lease: a heartbeat that is refused is sent again. */
const RENEW_WITHIN_MS = 4_000;

/**
 * Renews the leases of the jobs an agent holds, and answers which of the guids are its jobs at all. An agent begins a job
 * because its lease was renewed, so none is called renewed that was not: those that are locked, mostly because their lines
 * are being stored, are waited for.
 */
export async function renewLeases(
  database: Database,
  renewal: Renewal,
  withinMs = RENEW_WITHIN_MS
): Promise<Set<string>> {
  if (renewal.held.length === 0) {
    return new Set();
  }
  const giveUpAt = performance.now() + withinMs;
  const renewed = new Set(await renew(database, renewal, 'for update skip locked', {}));
  const rest = await listHeld(
    database,
    renewal,
    renewal.held.filter((guid) => !renewed.has(guid))
  );
  if (rest.length > 0) {
    // In the order in which reports lock them, so that none waits for the other.
    const options = { budgetMs: Math.max(1, giveUpAt - performance.now()) };
    const others = await withinBudget(renew(database, { ...renewal, held: rest }, 'order by guid for update', options));
    if (others === OUT_OF_TIME) {
      throw new ApiError(
        'LEASE_NOT_RENEWED',
        `Expected to renew the leases of all ${renewal.held.length} jobs within ${withinMs / 1000} s, ${rest.length} of them stayed locked.`
      );
    }
    others.forEach((guid) => renewed.add(guid));
  }
  return renewed;
}

async function renew(
  database: Database,
  { gid, nid, held, leaseUntil }: Renewal,
  lock: 'for update skip locked' | 'order by guid for update',
  options: QueryOptions
): Promise<string[]> {
  const statement = {
    text: `update jobs_live j set lease_until = $4
           from (select guid, time_create from jobs_live where gid = $1 and nid = $2 and guid = any($3::text[]) and session_id is not null ${lock}) as mine
           where j.gid = $1 and j.is_live and j.time_create = mine.time_create and j.guid = mine.guid
           returning j.guid`,
    values: [gid, nid, held, leaseUntil],
  };
  const rows = await retryConflicts(() =>
    database.query<{ guid: string }>(statement, { ...options, name: 'renew_leases' })
  );
  return rows.map(({ guid }) => guid);
}

async function listHeld(database: Database, { gid, nid }: Renewal, guids: readonly string[]): Promise<string[]> {
  if (guids.length === 0) {
    return [];
  }
  const rows = await database.query<{ guid: string }>(
    {
      text: 'select guid from jobs_live where gid = $1 and nid = $2 and guid = any($3::text[]) and session_id is not null',
      values: [gid, nid, guids],
    },
    { name: 'held_jobs' }
  );
  return rows.map(({ guid }) => guid);
}

const EXPIRED = selected(
  [
    'guid',
    'timeCreate',
    'state',
    'nid',
    'queue',
    'nodeName',
    'organization',
    'cmd',
    'wantedRole',
    'formerNids',
    'attempt',
    'maxAttempts',
    'backoffSeconds',
    'timeStart',
  ],
  'j'
);

/** Locks jobs whose lease has run out; other controllers skip them. To be called inside a transaction. */
export async function lockExpired(
  transaction: Queryable,
  gid: number,
  now: number,
  limit: number
): Promise<ExpiredJob[]> {
  return transaction.query<ExpiredJob>(
    {
      text: `select ${EXPIRED}, j.cancel_at is not null as "isCancelRequested", n.last_seen as "lastSeen",
               n.session_id is distinct from j.session_id as "isSessionOver"
             from jobs_live j left join nodes n on n.gid = j.gid and n.nid = j.nid
             where j.gid = $1 and j.lease_until < $2 and j.session_id is not null
             order by j.guid limit $3 for update of j skip locked`,
      values: [gid, now, limit],
    },
    { name: 'lock_expired' }
  );
}

/**
 * Jobs of this session that the agent does not hold although their lease began so early that it can no longer take them.
 * `leaseBefore` counts from when the agent looked, not from when it was heard: its heartbeat may have been long on its way.
 */
export async function listUndelivered(
  database: Queryable,
  gid: number,
  sessionId: string,
  held: readonly string[],
  leaseBefore: number
): Promise<string[]> {
  const rows = await database.query<{ guid: string }>(
    {
      text: `select guid from jobs_live where gid = $1 and session_id = $2 and state = 'SCHEDULED' and lease_until < $4 and guid <> all($3::text[])`,
      values: [gid, sessionId, held, leaseBefore],
    },
    { name: 'undelivered_jobs' }
  );
  return rows.map(({ guid }) => guid);
}
