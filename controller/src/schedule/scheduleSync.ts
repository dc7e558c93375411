import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Database } from '../database/database';
import { retryConflicts } from '../database/retryConflicts';
import { hasAnyRole } from '../jobs/matchRoles';
import type { AgentNode } from '../nodes/agents';
import type { CurrentScript } from './currentScripts';
import { listActive, restSchedules, startSchedules, type ActiveNodes } from './schedules';
import type { Periods } from './periods';
import { slotShare } from './slotShare';

/** Schedules are made right again this often even when nothing seems to have changed. */
export const SYNC_EVERY_MS = 60_000;

/** A periodic JumpScript. */
export type PeriodicScript = Pick<CurrentScript, 'id' | 'roles'> & { period: string };

interface SyncDeps {
  database: Database;
  gid: number;
  periods: Periods;
  log: Logger;
}

/**
 * Keeps one schedule per periodic JumpScript and matching node, also of nodes that are away: what they miss is counted.
 * Goes JumpScript by JumpScript, and computes and writes only what changes: a thousand nodes must not hold up requests.
 */
export class ScheduleSync {
  private readonly deps: SyncDeps;
  private lastFacts = '';
  private lastSync = 0;

  constructor(deps: SyncDeps) {
    this.deps = deps;
  }

  async sync(nodes: readonly AgentNode[], scripts: readonly PeriodicScript[], now: number): Promise<void> {
    const facts = JSON.stringify([
      nodes.map(({ nid, roles, status }) => [nid, roles, status]),
      scripts.map(({ id, period, roles }) => [id, period, roles]),
    ]);
    if (facts === this.lastFacts && now - this.lastSync < SYNC_EVERY_MS) {
      return;
    }
    const { database, gid, periods, log } = this.deps;
    periods.keep(new Set(scripts.map(({ period }) => period)));
    const inUse = nodes.filter(({ status }) => status !== 'DECOMMISSIONED');
    const active = await listActive(database, gid);
    let changed = 0;
    for (const script of scripts) {
      changed += await this.syncScript(script, inUse, active.get(script.id) ?? new Map(), now);
      active.delete(script.id);
      await nextTurn();
    }
    for (const [id, gone] of active) {
      await retryConflicts(() => restSchedules(database, gid, id, [...gone.keys()]));
      changed += gone.size;
    }
    this.lastFacts = facts;
    this.lastSync = now;
    log.debug({ changed }, 'schedules are in line with nodes and JumpScripts');
  }

  /** Answers how many changed. */
  private async syncScript(
    { id, roles, period }: PeriodicScript,
    nodes: readonly AgentNode[],
    active: ActiveNodes,
    now: number
  ): Promise<number> {
    const { database, gid, periods } = this.deps;
    const slots = periods.of(period);
    const wanted = new Set(
      slots === undefined ? [] : nodes.filter((node) => hasAnyRole(node.roles, roles)).map(({ nid }) => nid)
    );
    const stale = [...active.keys()].filter((nid) => !wanted.has(nid));
    const starting = [...wanted]
      .filter((nid) => active.get(nid) !== period)
      .map((nid) => ({ nid, nextRun: slots?.next(now, slotShare({ nid, jumpscriptId: id })) ?? now }));
    // Agents that start lock the schedules of their nodes meanwhile.
    await retryConflicts(() => restSchedules(database, gid, id, stale));
    await retryConflicts(() => startSchedules(database, gid, id, period, starting));
    return stale.length + starting.length;
  }
}
