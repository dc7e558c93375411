import { Type } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import type { Queryable } from '../database/queryable';

/** PostgreSQL channel on which controllers tell each other that there is work. */
export const WORK_CHANNEL = 'openvcloud_work';
/** A notice holds at most 8000 bytes; past this many addressees it just says "everybody". */
const MAX_ADDRESSEES = 200;
const MAX_BYTES = 5000;

/** Who may find work now: nodes, or free workers of a queue on nodes with a role. `all`: anybody. */
export interface WorkNotice {
  gid: number;
  all: boolean;
  nids: number[];
  roles: RoleNotice[];
}

/** Only as many waiting agents need to be woken as there are jobs. */
export interface RoleNotice {
  role: string;
  queue: string;
  count: number;
}

export interface WaitingJob {
  nid: number | null;
  wantedRole: string | null;
  queue: string;
}

/** Sent by PostgreSQL when the transaction commits: whoever is woken finds the jobs. */
export async function announceWork(database: Queryable, gid: number, jobs: readonly WaitingJob[]): Promise<void> {
  if (jobs.length > 0) {
    await database.query(
      { text: 'select pg_notify($1, $2)', values: [WORK_CHANNEL, JSON.stringify(noticeOf(gid, jobs))] },
      { name: 'announce_work' }
    );
  }
}

/** Retries wait for their time without anybody being told; in (after, until] they came due. */
export async function announceDueRetries(
  database: Queryable,
  gid: number,
  after: number,
  until: number
): Promise<void> {
  const rows = await database.query<{ nid: number | null; wanted_role: string | null; queue: string }>(
    {
      text: `select nid, wanted_role, queue from jobs_live
             where gid = $1 and state = 'SCHEDULED' and session_id is null and not_before > 0 and not_before > $2 and not_before <= $3 limit 1000`,
      values: [gid, after, until],
    },
    { name: 'due_retries' }
  );
  await announceWork(
    database,
    gid,
    rows.map((row) => ({ nid: row.nid, wantedRole: row.wanted_role, queue: row.queue }))
  );
}

export function noticeOf(gid: number, jobs: readonly WaitingJob[]): WorkNotice {
  const nids = new Set<number>();
  const roles = new Map<string, RoleNotice>();
  for (const { nid, wantedRole, queue } of jobs) {
    if (nid !== null) {
      nids.add(nid);
    } else if (wantedRole !== null) {
      const key = `${queue} ${wantedRole}`;
      roles.set(key, { role: wantedRole, queue, count: (roles.get(key)?.count ?? 0) + 1 });
    }
  }
  const all = nids.size + roles.size > MAX_ADDRESSEES || JSON.stringify([...roles.values()]).length > MAX_BYTES;
  return all ? { gid, all, nids: [], roles: [] } : { gid, all, nids: [...nids], roles: [...roles.values()] };
}

/** The channel is ours alone, but a controller of another version may speak on it. */
export function parseWorkNotice(payload: string | undefined): WorkNotice | undefined {
  try {
    const value: unknown = JSON.parse(payload ?? '');
    return Value.Check(NOTICE, value) ? value : undefined;
  } catch {
    return undefined;
  }
}

const NOTICE = Type.Object({
  gid: Type.Integer(),
  all: Type.Boolean(),
  nids: Type.Array(Type.Integer()),
  roles: Type.Array(Type.Object({ role: Type.String(), queue: Type.String(), count: Type.Integer() })),
});
