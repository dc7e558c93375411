import type { Logger } from 'pino';
import type { Database, Transaction } from '../database/database';
import { retryConflicts } from '../database/retryConflicts';
import { hasAnyRole } from '../dispatch/matchRoles';
import type { NewJob } from '../dispatch/newJob';
import { isLive } from '../dispatch/planExecution';
import { listAgentNodes, type AgentNode } from '../store/agents';
import { listPlannedScripts, type CurrentScript } from '../store/currentScripts';
import { insertJobs } from '../store/newJobs';
import {
  listOpen,
  lockDue,
  saveSteps,
  syncSchedules,
  type DueSchedule,
  type ScheduleStep,
  type WantedSchedule,
} from '../store/schedules';
import { decideSlot } from './decideSlot';
import { nextSlot, parsePeriod } from './period';
import { mayRunOn, scheduledJob } from './scheduledJob';

export const PLAN_EVERY_MS = 1_000;
/** Schedules are made right again this often even when nothing seems to have changed. */
const SYNC_EVERY_MS = 60_000;
const AT_ONCE = 500;

export interface PlannerDeps {
  database: Database;
  gid: number;
  leaseMs: number;
  timezone: string;
  now: () => number;
  log: Logger;
}

interface Plan {
  nodes: Map<number, AgentNode>;
  scripts: Map<string, CurrentScript>;
}

/** Makes the jobs of periodic JumpScripts. Several controllers may plan at the same time: each skips what another has locked. */
export class Planner {
  private readonly deps: PlannerDeps;
  private lastFacts = '';
  private lastSync = 0;

  constructor(deps: PlannerDeps) {
    this.deps = deps;
  }

  async pass(): Promise<void> {
    const { database, gid } = this.deps;
    const now = this.deps.now();
    const nodes = await listAgentNodes(database, gid);
    const scripts = (await listPlannedScripts(database, gid)).filter(({ period }) => period !== null);
    await this.sync(nodes, scripts, now);
    const plan = {
      nodes: new Map(nodes.map((node) => [node.nid, node])),
      scripts: new Map(scripts.map((script) => [script.id, script])),
    };
    while ((await database.transaction((transaction) => this.runDue(transaction, plan, now))) === AT_ONCE) {
      // More than one batch is due: go on.
    }
  }

  /** One schedule per periodic JumpScript and matching node, also of nodes that are away: what they miss is counted. */
  private async sync(nodes: readonly AgentNode[], scripts: readonly CurrentScript[], now: number): Promise<void> {
    const facts = JSON.stringify([
      nodes.map(({ nid, roles, status }) => [nid, roles, status]),
      scripts.map(({ id, period, roles }) => [id, period, roles]),
    ]);
    if (facts === this.lastFacts && now - this.lastSync < SYNC_EVERY_MS) {
      return;
    }
    const { database, gid, timezone, log } = this.deps;
    const wanted: WantedSchedule[] = [];
    for (const node of nodes.filter(({ status }) => status !== 'DECOMMISSIONED')) {
      for (const script of scripts.filter(({ roles }) => hasAnyRole(node.roles, roles))) {
        const period = script.period === null ? undefined : parsePeriod(script.period);
        if (period !== undefined && script.period !== null) {
          const key = { nid: node.nid, jumpscriptId: script.id };
          wanted.push({ ...key, period: script.period, nextRun: nextSlot(period, now, key, timezone) });
        }
      }
    }
    await retryConflicts(() => database.transaction((transaction) => syncSchedules(transaction, gid, wanted)));
    this.lastFacts = facts;
    this.lastSync = now;
    log.debug({ schedules: wanted.length }, 'schedules are in line with nodes and JumpScripts');
  }

  private async runDue(transaction: Transaction, plan: Plan, now: number): Promise<number> {
    const { gid } = this.deps;
    const due = await lockDue(transaction, gid, now, AT_ONCE);
    const isOpen = await listOpen(transaction, gid, due);
    const jobs: NewJob[] = [];
    const steps: ScheduleStep[] = [];
    for (const schedule of due) {
      const { step, job } = this.settle(schedule, plan, isOpen(schedule.nid, schedule.jumpscriptId), now);
      steps.push(step);
      if (job !== undefined) {
        jobs.push(job);
      }
    }
    await insertJobs(transaction, gid, jobs);
    await saveSteps(transaction, gid, steps);
    return due.length;
  }

  private settle(
    schedule: DueSchedule,
    { nodes, scripts }: Plan,
    isOpen: boolean,
    now: number
  ): { step: ScheduleStep; job?: NewJob } {
    const { nid, jumpscriptId } = schedule;
    const node = nodes.get(nid);
    const script = scripts.get(jumpscriptId);
    const period = parsePeriod(schedule.period);
    if (node === undefined || script === undefined || period === undefined) {
      // Taken away since the last sync, which lays the schedule to rest: look again when it has.
      return {
        step: { nid, jumpscriptId, nextRun: now + SYNC_EVERY_MS, guid: null, ranAt: null, missed: 0, missedAt: null },
      };
    }
    const { leaseMs, timezone } = this.deps;
    const decision = decideSlot(schedule, period, {
      isNodeLive: isLive(node, { now, leaseMs }),
      isWanted: mayRunOn(script, node.status),
      isOpen,
      now,
      timezone,
    });
    const job = decision.isRun ? scheduledJob(script, node, now) : undefined;
    const { nextRun, missed, missedAt } = decision;
    const step = {
      nid,
      jumpscriptId,
      nextRun,
      guid: job?.guid ?? null,
      ranAt: job === undefined ? null : now,
      missed,
      missedAt,
    };
    return job === undefined ? { step } : { step, job };
  }
}
