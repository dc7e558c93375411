import type { Queryable } from '../database/queryable';
import { hasAnyRole } from '../jobs/matchRoles';
import type { AgentNode } from '../nodes/agents';
import { listPlannedScripts } from './currentScripts';
import { insertJobs } from '../jobs/newJobs';
import { listOpen, lockSchedules } from './schedules';
import { mayRunOn, scheduledJob } from './scheduledJob';

/** Jobs for the `startatboot` JumpScripts of a node whose agent has just started, in their `order`. */
export async function planBootJobs(transaction: Queryable, gid: number, node: AgentNode, now: number): Promise<void> {
  const scripts = (await listPlannedScripts(transaction, gid)).filter(
    (script) => script.startatboot && hasAnyRole(node.roles, script.roles) && mayRunOn(script, node.status)
  );
  const ids = scripts.map(({ id }) => id);
  await lockSchedules(transaction, gid, node.nid, ids);
  // An agent that is restarted again and again must not pile them up.
  const isOpen = await listOpen(
    transaction,
    gid,
    ids.map((jumpscriptId) => ({ nid: node.nid, jumpscriptId }))
  );
  // A millisecond apart, because the oldest job is taken first.
  const jobs = scripts
    .filter(({ id }) => !isOpen(node.nid, id))
    .map((script, index) => scheduledJob(script, node, now + index));
  await insertJobs(transaction, gid, jobs);
}
