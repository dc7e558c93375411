import type { Logger } from 'pino';
import type { Database } from '../database/database';
import type { Transaction } from '../database/queryable';
import type { NewJob } from '../jobs/newJob';
import { isLive } from '../jobs/planExecution';
import type { UsableTime } from '../timing/usableTime';
import { listAgentNodes, type AgentNode } from '../nodes/agents';
import { listPlannedScripts, type CurrentScript } from './currentScripts';
import { insertJobs } from '../jobs/newJobs';
import { listOpen, lockDue, saveSteps, type DueSchedule, type ScheduleStep } from './schedules';
import { decideSlot } from './decideSlot';
import { Periods } from './periods';
import { mayRunOn, scheduledJob } from './scheduledJob';
import { ScheduleSync, SYNC_EVERY_MS } from './scheduleSync';
import { missedOutside } from './missedOutside';
import { slotShare } from './slotShare';

export const PLAN_EVERY_MS = 1_000;
const AT_ONCE = 500;

export interface PlannerDeps {
  database: Database;
  gid: number;
  leaseMs: number;
  timezone: string;
  now: () => number;
  /** Which time counts. */
  usable: UsableTime;
  log: Logger;
}

interface Plan {
  nodes: Map<number, AgentNode>;
  scripts: Map<string, CurrentScript>;
}

/** Makes the jobs of periodic JumpScripts. Several controllers may plan at the same time: each skips what another has locked. */
export class Planner {
  private readonly deps: PlannerDeps;
  private readonly periods: Periods;
  private readonly schedules: ScheduleSync;

  constructor(deps: PlannerDeps) {
    this.deps = deps;
    this.periods = new Periods(deps.timezone);
    this.schedules = new ScheduleSync({ ...deps, periods: this.periods });
  }

  async pass(): Promise<void> {
    const { database, gid } = this.deps;
    const now = this.deps.now();
    const nodes = await listAgentNodes(database, gid);
    const scripts = (await listPlannedScripts(database, gid)).filter(isPeriodic);
    await this.schedules.sync(nodes, scripts, now);
    const plan = {
      nodes: new Map(nodes.map((node) => [node.nid, node])),
      scripts: new Map(scripts.map((script) => [script.id, script])),
    };
    while ((await database.transaction((transaction) => this.runDue(transaction, plan, now))) === AT_ONCE) {
      // More than one batch is due: go on.
    }
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
    const period = this.periods.of(schedule.period);
    if (node === undefined || script === undefined || period === undefined) {
      // Taken away since the last sync, which lays the schedule to rest: look again when it has.
      return {
        step: { nid, jumpscriptId, nextRun: now + SYNC_EVERY_MS, guid: null, ranAt: null, missed: 0, missedAt: null },
      };
    }
    const { leaseMs, usable } = this.deps;
    const [first, share] = [schedule.nextRun, slotShare(schedule)];
    const decision = decideSlot(period.passed(first, now, share), {
      isNodeLive: isLive(node, { liveAfter: usable.liveAfter(now, leaseMs) }),
      isWanted: mayRunOn(script, node.status),
      isOpen,
      now,
    });
    const job = decision.isRun ? scheduledJob(script, node, now) : undefined;
    const { missed, missedAt } = missedOutside(decision, { period, first, share }, usable.gaps(now));
    const step = {
      nid,
      jumpscriptId,
      nextRun: decision.nextRun,
      guid: job?.guid ?? null,
      ranAt: job === undefined ? null : now,
      missed,
      missedAt,
    };
    return job === undefined ? { step } : { step, job };
  }
}

function isPeriodic(script: CurrentScript): script is CurrentScript & { period: string } {
  return script.period !== null;
}
