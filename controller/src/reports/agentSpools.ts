import type { Queryable } from '../database/queryable';

export interface SpoolOf {
  gid: number;
  nid: number;
}

export interface SessionOf extends SpoolOf {
  sessionId: string;
  leaseMs: number;
}

/**
 * A spool comes back when its node does: after a repair, or from a shelf. One that came back later than this would find nobody
 * who knows what of it was stored.
 */
const KEPT_MS = 400 * 86_400_000;
/** At a time: a database that was never cleaned must not be locked for minutes. */
const FORGET_AT_ONCE = 10_000;

/** Locks a spool's row, which is made when it is new: up to which number its reports are stored. */
export async function lockSpool(transaction: Queryable, { gid, nid }: SpoolOf, spoolId: string): Promise<number> {
  const values = [gid, nid, spoolId];
  await transaction.query({
    text: 'insert into agent_spools (gid, nid, spool_id, last_seq) values ($1, $2, $3, 0) on conflict do nothing',
    values,
  });
  const [row] = await transaction.query<{ last_seq: number }>({
    text: 'select last_seq from agent_spools where gid = $1 and nid = $2 and spool_id = $3 for update',
    values,
  });
  return row?.last_seq ?? 0;
}

/**
 * All of it up to this number is stored. Lines of the session that has a job prove that it is alive: they renew the lease of these
 * jobs, when a third of it has passed. The last statement, so that storing a lot does not take from it.
 */
export async function moveSpool(
  transaction: Queryable,
  { gid, nid, sessionId, leaseMs }: SessionOf,
  spoolId: string,
  lastSeq: number,
  alive: readonly string[],
  now: number
): Promise<void> {
  // The spool's row may have been forgotten at this very moment.
  await transaction.query(
    {
      text: `with alive as (
               update jobs_live set lease_until = $7 where gid = $1 and is_live and guid = any($5::text[]) and session_id = $6 and lease_until < $8)
             insert into agent_spools as s (gid, nid, spool_id, last_seq, heard_at) values ($1, $2, $3, $4, $9)
             on conflict (gid, nid, spool_id) do update set last_seq = excluded.last_seq, heard_at = greatest(s.heard_at, excluded.heard_at)`,
      values: [gid, nid, spoolId, lastSeq, alive, sessionId, now + leaseMs, now + (leaseMs * 2) / 3, now],
    },
    { name: 'acknowledge_reports' }
  );
}

/** There is one row per start of each agent, and nobody says which spools are delivered for good. */
export async function forgetOldSpools(database: Queryable, gid: number, now: number): Promise<void> {
  await database.query({
    text: `delete from agent_spools where (gid, nid, spool_id) in
             (select gid, nid, spool_id from agent_spools where gid = $1 and heard_at <= $2 limit ${FORGET_AT_ONCE} for update skip locked)`,
    values: [gid, now - KEPT_MS],
  });
}
