import type { Transaction } from '../database/queryable';
import { retryConflicts } from '../database/retryConflicts';
import { moveJob } from '../jobs/jobStateMachine';
import { lostAttemptLine } from '../logs/outcomeLine';
import { cancelledOutcome } from '../acts/planCancel';
import type { StoredLine } from '../journal/storedLine';
import { handBackExpired } from './assignments';
import { lockCancelledWaiting } from '../acts/cancels';
import { endJobs, requeueJobs, type JobEnd, type JobRetry, type Ended } from '../jobs/endJobs';
import { insertLines } from '../logs/insertLines';
import { lockExpired, type ExpiredJob } from './leases';
import { announceDueRetries } from '../journal/workNotices';
import { decideLost } from './lostJob';
import type { ReaperDeps } from './reaperDeps';
import { WaitingJobs } from './endWaiting';

export const REAP_EVERY_MS = 2_000;
const AT_ONCE = 500;

type LostEnd = JobEnd & Ended;

/**
 * Ends jobs whose agent is gone, or never comes. Several controllers may do so at the same time: each skips what another has locked.
 *
 * A restarted agent's former jobs are not ended when it registers, but when their leases run out, which nobody renews
 * any more: whatever the former process left in its spool (a result from just before it was killed) is delivered
 * within that time and wins. The price is that such a job is shown as RUNNING for at most one lease longer.
 */
export class Reaper {
  private readonly deps: ReaperDeps;
  private lastPass: number | undefined;
  private readonly waiting: WaitingJobs;

  constructor(deps: ReaperDeps) {
    this.deps = deps;
    this.waiting = new WaitingJobs(deps);
  }

  async pass(): Promise<void> {
    const { database, gid, leaseMs, usable } = this.deps;
    const now = this.deps.now();
    const usableSince = usable.since(now);
    await announceDueRetries(database, gid, this.lastPass ?? 0, now);
    // Whether the controller or the database was away: no job is given up because of it.
    while (now > usableSince + leaseMs && (await this.reap(now)) === AT_ONCE) {
      // More than one batch: go on.
    }
    while ((await this.endCancelled(now)) === AT_ONCE) {
      // More than one batch: go on.
    }
    this.lastPass = now;
    await this.waiting.pass(now, usableSince);
  }

  /** Jobs whose agent was told to kill them, but had never got them. */
  private async endCancelled(now: number): Promise<number> {
    const { database, gid, onEnded } = this.deps;
    const ends = await retryConflicts(() =>
      database.transaction(async (transaction) => {
        const jobs = await lockCancelledWaiting(transaction, gid, AT_ONCE);
        const end = { timeStart: null, timeStop: now, timeKnown: now, logLines: null, droppedLines: null };
        const outcome = cancelledOutcome('request');
        const cancelled = jobs.map((job) => ({ ...job, ...end, state: moveJob('SCHEDULED', 'cancel'), outcome }));
        await endJobs(transaction, gid, cancelled);
        return cancelled;
      })
    );
    onEnded(ends);
    return ends.length;
  }

  private async reap(now: number): Promise<number> {
    const { database, log, onEnded } = this.deps;
    const settled = await retryConflicts(() => database.transaction((transaction) => this.settle(transaction, now)));
    for (const { guid, nid, state, attempt } of settled.expired) {
      const isEnded = settled.ends.some((end) => end.guid === guid);
      log.warn({ guid, nid, state, attempt, isEnded }, 'lease ran out');
    }
    onEnded(settled.ends);
    return settled.expired.length;
  }

  private async settle(transaction: Transaction, now: number): Promise<{ expired: ExpiredJob[]; ends: LostEnd[] }> {
    const { gid, leaseMs } = this.deps;
    const expired = await lockExpired(transaction, gid, now, AT_ONCE);
    const unstarted: ExpiredJob[] = [];
    const retries: JobRetry[] = [];
    const lines: StoredLine[] = [];
    const ends: LostEnd[] = [];
    for (const job of expired) {
      const decision = decideLost(job, now, leaseMs);
      if (decision.kind === 'handBack') {
        unstarted.push(job);
      } else if (decision.kind === 'retry') {
        const { as, notBefore } = decision;
        retries.push({ ...as, guid: job.guid, timeCreate: job.timeCreate, notBefore, addedLines: 1 });
        // The job goes on: only its log says what became of this attempt.
        lines.push(lostAttemptLine({ ...job, job, time: now }, decision.reason));
      } else {
        ends.push({
          ...job,
          state: 'ERROR',
          timeStop: now,
          timeKnown: now,
          logLines: null,
          droppedLines: null,
          outcome: decision.outcome,
        });
      }
    }
    await handBackExpired(transaction, gid, unstarted);
    await insertLines(transaction, gid, lines);
    await requeueJobs(transaction, gid, retries);
    await endJobs(transaction, gid, ends);
    return { expired, ends };
  }
}
