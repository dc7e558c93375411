import { OWN_SOURCE } from '@openvcloud/contract';
import type { Queryable } from '../database/queryable';

/** One periodic JumpScript on one node. */
export interface ScheduleKey {
  nid: number;
  jumpscriptId: string;
}

export interface DueSchedule extends ScheduleKey {
  period: string;
  nextRun: number;
}

/** How a schedule goes on after its due slots. */
export interface ScheduleStep extends ScheduleKey {
  nextRun: number;
  /** The job made for the newest slot; null when none was. */
  guid: string | null;
  ranAt: number | null;
  missed: number;
  missedAt: number | null;
}

/** The nodes on which a JumpScript is planned, with the period that its slots there follow. */
export type ActiveNodes = Map<number, string>;

/** What is planned now, by JumpScript. */
export async function listActive(database: Queryable, gid: number): Promise<Map<string, ActiveNodes>> {
  const rows = await database.query<{ id: string; period: string; nids: number[] }>(
    {
      text: `select jumpscript_id as id, period, json_agg(nid) as nids from schedules where gid = $1 and is_active group by jumpscript_id, period`,
      values: [gid],
    },
    { name: 'active_schedules' }
  );
  const active = new Map<string, ActiveNodes>();
  for (const { id, period, nids } of rows) {
    const nodes: ActiveNodes = active.get(id) ?? new Map();
    nids.forEach((nid) => nodes.set(nid, period));
    active.set(id, nodes);
  }
  return active;
}

/** What is not wanted now rests, and keeps what it has counted. */
export async function restSchedules(
  database: Queryable,
  gid: number,
  jumpscriptId: string,
  nids: readonly number[]
): Promise<void> {
  if (nids.length > 0) {
    await database.query(
      {
        text: 'update schedules set is_active = false where gid = $1 and jumpscript_id = $2 and nid = any($3::integer[]) and is_active',
        values: [gid, jumpscriptId, nids],
      },
      { name: 'rest_schedules' }
    );
  }
}

/** Plans a JumpScript on these nodes. What another controller made wait for a slot of the same period is left alone. */
export async function startSchedules(
  database: Queryable,
  gid: number,
  jumpscriptId: string,
  period: string,
  starting: ReadonlyArray<{ nid: number; nextRun: number }>
): Promise<void> {
  if (starting.length > 0) {
    await database.query(
      {
        text: `insert into schedules as s (gid, jumpscript_id, period, nid, next_run)
               select $1, $2, $3, * from unnest($4::integer[], $5::bigint[])
               on conflict (gid, nid, jumpscript_id) do update set period = excluded.period, next_run = excluded.next_run, is_active = true
                 where s.period <> excluded.period or not s.is_active`,
        values: [gid, jumpscriptId, period, starting.map(({ nid }) => nid), starting.map(({ nextRun }) => nextRun)],
      },
      { name: 'start_schedules' }
    );
  }
}

/** Locks schedules that are due; other controllers skip them. */
export async function lockDue(transaction: Queryable, gid: number, now: number, limit: number): Promise<DueSchedule[]> {
  const rows = await transaction.query<{ nid: number; jumpscript_id: string; period: string; next_run: number }>(
    {
      text: `select nid, jumpscript_id, period, next_run from schedules where gid = $1 and is_active and next_run <= $2 order by next_run limit $3 for update skip locked`,
      values: [gid, now, limit],
    },
    { name: 'due_schedules' }
  );
  return rows.map((row) => ({
    nid: row.nid,
    jumpscriptId: row.jumpscript_id,
    period: row.period,
    nextRun: row.next_run,
  }));
}

/**
 * Locks the schedules of a node, so that the planner and whoever else makes jobs of these JumpScripts see each other's: the
 * planner skips them meanwhile, and looks again.
 */
export async function lockSchedules(
  transaction: Queryable,
  gid: number,
  nid: number,
  jumpscriptIds: readonly string[]
): Promise<void> {
  await transaction.query(
    {
      text: 'select 1 from schedules where gid = $1 and nid = $2 and jumpscript_id = any($3::text[]) order by jumpscript_id for update',
      values: [gid, nid, jumpscriptIds],
    },
    { name: 'lock_schedules' }
  );
}

/** Which of these have a job that waits or runs. */
export async function listOpen(
  database: Queryable,
  gid: number,
  keys: readonly ScheduleKey[]
): Promise<(nid: number, jumpscriptId: string) => boolean> {
  if (keys.length === 0) {
    return () => false;
  }
  const rows = await database.query<{ nid: number; jumpscript_id: string }>(
    {
      text: `select k.nid, k.jumpscript_id from unnest($2::integer[], $3::text[]) as k (nid, jumpscript_id)
             where exists (select 1 from jobs_live j where j.gid = $1 and j.nid = k.nid and j.jumpscript_id = k.jumpscript_id and j.source = '${OWN_SOURCE}')`,
      values: [gid, keys.map((key) => key.nid), keys.map((key) => key.jumpscriptId)],
    },
    { name: 'open_scripts' }
  );
  const open = new Set(rows.map((row) => `${row.nid} ${row.jumpscript_id}`));
  return (nid, jumpscriptId) => open.has(`${nid} ${jumpscriptId}`);
}

export async function saveSteps(transaction: Queryable, gid: number, steps: readonly ScheduleStep[]): Promise<void> {
  if (steps.length === 0) {
    return;
  }
  await transaction.query(
    {
      text: `update schedules s set next_run = n.next_run, last_run = coalesce(n.ran_at, s.last_run), last_guid = coalesce(n.guid, s.last_guid),
               missed = s.missed + n.missed, last_missed = coalesce(n.missed_at, s.last_missed)
             from unnest($2::integer[], $3::text[], $4::bigint[], $5::text[], $6::bigint[], $7::bigint[], $8::bigint[])
               as n (nid, jumpscript_id, next_run, guid, ran_at, missed, missed_at)
             where s.gid = $1 and s.nid = n.nid and s.jumpscript_id = n.jumpscript_id`,
      values: [
        gid,
        steps.map((s) => s.nid),
        steps.map((s) => s.jumpscriptId),
        steps.map((s) => s.nextRun),
        steps.map((s) => s.guid),
        steps.map((s) => s.ranAt),
        steps.map((s) => s.missed),
        steps.map((s) => s.missedAt),
      ],
    },
    { name: 'save_schedules' }
  );
}
