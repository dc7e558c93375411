import type { Transaction } from '../database/queryable';
import { retryConflicts } from '../database/retryConflicts';
import {
  awayMessage,
  DECOMMISSIONED,
  decommissionedMessage,
  missedMessage,
  noWork,
  roleAwayMessage,
} from '../jobs/noWork';
import { LATE_MS } from '../schedule/decideSlot';
import { listAgentNodes, type AgentNode } from '../nodes/agents';
import { endJobs, type JobEnd, type Ended } from '../jobs/endJobs';
import {
  countMissed,
  listAwaited,
  lockLateScheduled,
  lockWaitingForNodes,
  lockWaitingForRoles,
  type WaitingJob,
} from './waitingJobs';
import { AWAY_GRACE_MS, judgeAwaited, type InVain } from './awaited';
import type { ReaperDeps } from './reaperDeps';

const AT_ONCE = 500;
/** Of each kind in one pass: leases must be looked at in between. */
const BATCHES = 10;

type Lock<Found> = (transaction: Transaction) => Promise<Found[]>;

/**
 * Ends jobs that wait for a node, or for any node with a role, that does not come: else they would run days later, when
 * nobody expects them any more. Several controllers may do so at the same time: each skips what another has locked.
 */
export class WaitingJobs {
  private readonly deps: ReaperDeps;
  private readonly roleSeen = new Map<string, number>();

  constructor(deps: ReaperDeps) {
    this.deps = deps;
  }

  async pass(now: number, usableSince: number): Promise<void> {
    const { database, gid, leaseMs } = this.deps;
    const nodes = await listAgentNodes(database, gid);
    this.noteRoles(nodes, now);
    const awaited = await listAwaited(database, gid);
    const facts = { now, leaseMs, usableSince, roleSeen: this.roleSeen };
    await this.endInVain(judgeAwaited(awaited, nodes, facts), nodes, now);
  }

  /** A role that its last node gave up with a new session was there a moment ago. */
  private noteRoles(nodes: readonly AgentNode[], now: number): void {
    for (const { roles, status, lastSeen } of nodes) {
      if (status !== DECOMMISSIONED && now - lastSeen < AWAY_GRACE_MS) {
        roles.forEach((role) => this.roleSeen.set(role, Math.max(lastSeen, this.roleSeen.get(role) ?? 0)));
      }
    }
    this.roleSeen.forEach((seen, role) => {
      if (now - seen >= AWAY_GRACE_MS) {
        this.roleSeen.delete(role);
      }
    });
  }

  private async endInVain({ nodes, roles, late }: InVain, known: readonly AgentNode[], now: number): Promise<void> {
    const { gid } = this.deps;
    const byNid = new Map(known.map((node) => [node.nid, node]));
    if (nodes.length > 0) {
      await this.endAll(
        now,
        (transaction) => lockWaitingForNodes(transaction, gid, nodes, AT_ONCE),
        ({ target, attempt }) =>
          byNid.get(target)?.status === DECOMMISSIONED
            ? decommissionedMessage(target)
            : awayMessage(byNid.get(target), target, AWAY_GRACE_MS, attempt)
      );
    }
    if (roles.length > 0) {
      await this.endAll(
        now,
        (transaction) => lockWaitingForRoles(transaction, gid, roles, AT_ONCE),
        ({ target, attempt }) => roleAwayMessage(target, known, AWAY_GRACE_MS, attempt)
      );
    }
    if (late.length > 0) {
      await this.endAll(
        now,
        async (transaction) => {
          const jobs = await lockLateScheduled(transaction, gid, late, now - LATE_MS, AT_ONCE);
          await countMissed(transaction, gid, jobs);
          return jobs;
        },
        ({ target, timeCreate }) => missedMessage(byNid.get(target), target, timeCreate, LATE_MS)
      );
    }
  }

  private async endAll<Found extends WaitingJob>(
    now: number,
    lock: Lock<Found>,
    reason: (job: Found) => string
  ): Promise<void> {
    const { database, gid, log, onEnded } = this.deps;
    for (let batch = 0; batch < BATCHES; batch++) {
      const ends = await retryConflicts(() =>
        database.transaction(async (transaction) => {
          const jobs = await lock(transaction);
          const ended = jobs.map((job) => endOf(job, reason(job), now));
          await endJobs(transaction, gid, ended);
          return ended;
        })
      );
      onEnded(ends);
      if (ends.length > 0) {
        const guids = ends.slice(0, 20).map(({ guid }) => guid);
        log.warn(
          { guids, count: ends.length, reason: ends[0]?.outcome.error?.message },
          'jobs waited for a node in vain'
        );
      }
      if (ends.length < AT_ONCE) {
        return;
      }
    }
  }
}

function endOf({ guid, timeCreate, queue }: WaitingJob, reason: string, now: number): JobEnd & Ended {
  return {
    guid,
    timeCreate,
    queue,
    timeStart: null,
    timeStop: now,
    timeKnown: now,
    logLines: null,
    droppedLines: null,
    ...noWork(reason),
  };
}
