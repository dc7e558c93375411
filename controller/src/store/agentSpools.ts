import type { Queryable } from '../database/database';

export interface SpoolOf {
  gid: number;
  nid: number;
}

export interface SessionOf extends SpoolOf {
  sessionId: string;
  leaseMs: number;
}

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
  await transaction.query(
    {
      text: `with alive as (
               update jobs_live set lease_until = $7 where gid = $1 and is_live and guid = any($5::text[]) and session_id = $6 and lease_until < $8)
             update agent_spools set last_seq = $4 where gid = $1 and nid = $2 and spool_id = $3`,
      values: [gid, nid, spoolId, lastSeq, alive, sessionId, now + leaseMs, now + (leaseMs * 2) / 3],
    },
    { name: 'acknowledge_reports' }
  );
}
