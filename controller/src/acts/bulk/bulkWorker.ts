import { type BulkAction } from '@openvcloud/contract';
import type { Transaction } from '../../database/queryable';
import { retryConflicts } from '../../database/retryConflicts';
import { ApiError } from '../../errors/errors';
import { toApiError } from '../../errors/toApiError';
import type { Ended } from '../../jobs/endJobs';
import type { ActDeps } from '../actDeps';
import type { Admission } from '../admission';
import { writeAudit } from '../audit';
import type { ExecutionDeps } from '../executionContext';
import { forgetOldBulkActs, readBulkAct, type ChosenJob } from './bulkActs';
import { DO_PART } from './doPart';

export const BULK_EVERY_MS = 1000;
/** Jobs acted on in one transaction: a stop waits for no more. */
const AT_ONCE = 100;

interface BulkDeps extends ActDeps, ExecutionDeps {
  admission: Admission;
  metrics: { work: { countEnded(jobs: readonly Ended[]): void } };
}

interface RunningAct {
  guid: string;
  action: BulkAction;
  user: string;
  role: string;
  tokenId: string;
  ip: string;
  onBehalfOf: string | null;
  reason: string | null;
}

type Part = { isIdle: true } | { isIdle: false; ended: readonly Ended[] };

/**
 * Does what acts on many jobs have left to do, a part at a time: each part and its outcomes are one transaction, so a
 * crash repeats nothing and loses nothing, and any controller of the grid goes on. Acts take turns, with each other and
 * with acts on one job.
 */
export class BulkWorker {
  private readonly deps: BulkDeps;
  /** One at a time after a part has failed: the job that cannot be acted on must not hold up the others. */
  private atOnce = AT_ONCE;

  constructor(deps: BulkDeps) {
    this.deps = deps;
  }

  /** Until nothing is left to do. */
  async pass(signal: AbortSignal): Promise<void> {
    const { database, config, now } = this.deps;
    await forgetOldBulkActs(database, config.gid, now());
    for (let isIdle = false; !isIdle && !signal.aborted;) {
      isIdle = await this.nextPart();
    }
  }

  private async nextPart(): Promise<boolean> {
    const { admission, metrics } = this.deps;
    try {
      const part = await admission.act(() => this.transact((transaction) => this.doPart(transaction)));
      this.atOnce = AT_ONCE;
      if (!part.isIdle) {
        metrics.work.countEnded(part.ended);
      }
      return part.isIdle;
    } catch (error) {
      if (error instanceof ApiError && error.status === 503) {
        // Others act, or the database is away: the next pass tries again.
        return true;
      }
      await this.afterFailure(error);
      return false;
    }
  }

  private async afterFailure(error: unknown): Promise<void> {
    if (this.atOnce > 1) {
      this.atOnce = 1;
      return;
    }
    const { code } = toApiError(error);
    const guid = await this.transact((transaction) => this.leaveOut(transaction, code));
    if (guid === undefined) {
      // No job is to blame: the next pass tries again.
      throw error;
    }
    this.deps.log.error({ err: error, guid }, 'a job was left out of an act on many jobs');
  }

  private async leaveOut(transaction: Transaction, code: string): Promise<string | undefined> {
    const act = await this.lockAct(transaction);
    const [first] = act === undefined ? [] : await this.remaining(transaction, act.guid, 1);
    if (act !== undefined && first !== undefined) {
      await this.note(transaction, act.guid, new Map([[first.guid, code]]));
    }
    return first?.guid;
  }

  private async doPart(transaction: Transaction): Promise<Part> {
    const { gid } = this.deps.config;
    const act = await this.lockAct(transaction);
    if (act === undefined) {
      return { isIdle: true };
    }
    const jobs = await this.remaining(transaction, act.guid, this.atOnce);
    if (jobs.length === 0) {
      await this.end(transaction, act);
      return { isIdle: false, ended: [] };
    }
    const user = act.onBehalfOf ?? act.user;
    const { outcomes, ended } = await DO_PART[act.action](transaction, gid, jobs, user, this.deps);
    await this.note(transaction, act.guid, outcomes);
    return { isIdle: false, ended };
  }

  /** The act that waited longest for its turn; one that another controller works on is skipped. */
  private async lockAct(transaction: Transaction): Promise<RunningAct | undefined> {
    const [act] = await transaction.query<RunningAct>(
      {
        text: `select guid, action, username as "user", role, token_id as "tokenId", ip, on_behalf_of as "onBehalfOf", reason
               from bulk_acts where gid = $1 and state = 'RUNNING' order by worked_at, guid limit 1 for update skip locked`,
        values: [this.deps.config.gid],
      },
      { name: 'next_bulk_act' }
    );
    return act;
  }

  private async remaining(transaction: Transaction, act: string, limit: number): Promise<ChosenJob[]> {
    return transaction.query<ChosenJob>({
      text: `select job_guid as guid, time_create as "timeCreate" from bulk_act_jobs where gid = $1 and act_guid = $2 and outcome is null order by place limit $3`,
      values: [this.deps.config.gid, act, limit],
    });
  }

  private async note(transaction: Transaction, act: string, outcomes: ReadonlyMap<string, string>): Promise<void> {
    const { config, now } = this.deps;
    await transaction.query({
      text: `update bulk_act_jobs j set outcome = came.outcome
             from unnest($3::text[], $4::text[]) as came (job_guid, outcome)
             where j.gid = $1 and j.act_guid = $2 and j.job_guid = came.job_guid and j.outcome is null`,
      values: [config.gid, act, [...outcomes.keys()], [...outcomes.values()]],
    });
    await transaction.query({
      text: 'update bulk_acts set worked_at = $3 where gid = $1 and guid = $2',
      values: [config.gid, act, now()],
    });
  }

  private async end(transaction: Transaction, { guid, action, ...who }: RunningAct): Promise<void> {
    const { config, now } = this.deps;
    const { gid } = config;
    await transaction.query({
      text: `update bulk_acts set state = 'DONE', time_stop = $3 where gid = $1 and guid = $2`,
      values: [gid, guid, now()],
    });
    const { total, outcomes } = await readBulkAct(transaction, gid, guid);
    const counts = Object.fromEntries(outcomes.map(({ outcome, count }) => [outcome, count]));
    const details = { action, total, outcomes: counts };
    await writeAudit(transaction, gid, {
      ...who,
      time: now(),
      action: 'bulk.end',
      target: guid,
      outcome: 'OK',
      details,
      requestId: null,
    });
  }

  private transact<Result>(work: (transaction: Transaction) => Promise<Result>): Promise<Result> {
    return retryConflicts(() => this.deps.database.transaction(work));
  }
}
