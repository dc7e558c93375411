import { elapsedMs, type Instant } from '../timing/instant';
import { type StopReason } from '../job/stopReason';

interface HeldJob {
  attempt: number;
  /** The controller gave or renewed the lease at this moment or later. */
  leaseFrom: Instant;
  onRenewed: Array<() => void>;
  stop(reason: StopReason): void;
  giveBack(): boolean;
}

/** A lease that is nearly over is no proof: what it allows takes a moment, too. */
const LEASE_PART = 0.9;

/** Attempts by guid, as a heartbeat names them: its answer is about these, though the agent may hold the next ones by then. */
export type NamedJobs = ReadonlyMap<string, number>;

/** Jobs whose lease this agent renews: those that run, and those whose result the controller has not acknowledged yet. */
export class HeldJobs {
  readonly handedBack = new Set<string>();
  private readonly jobs = new Map<string, HeldJob>();

  has(guid: string): boolean {
    return this.jobs.has(guid);
  }

  /** `leaseFrom`: when the request was sent that brought the job. */
  hold(guid: string, attempt: number, leaseFrom: Instant, run: Pick<HeldJob, 'stop' | 'giveBack'>): void {
    const stop = (reason: StopReason): void => run.stop(reason);
    this.jobs.set(guid, { attempt, leaseFrom, onRenewed: [], stop, giveBack: () => run.giveBack() });
  }

  /** Lets go of the jobs that have not begun; `handedBack` holds them until the controller has heard of it. */
  giveBackUnbegun(): void {
    for (const [guid, job] of this.jobs) {
      if (job.giveBack()) {
        this.jobs.delete(guid);
        this.handedBack.add(guid);
      }
    }
  }

  /** A heartbeat sent at `at` named these jobs, and the controller did not object. */
  renew(named: NamedJobs, at: Instant): void {
    for (const [guid, attempt] of named) {
      const job = this.held(guid, attempt);
      if (job) {
        job.leaseFrom = at;
        job.onRenewed.splice(0).forEach((renewed) => renewed());
      }
    }
  }

  hasLease(guid: string, attempt: number, leaseMs: number): boolean {
    const job = this.held(guid, attempt);
    return job !== undefined && elapsedMs(job.leaseFrom) < leaseMs * LEASE_PART;
  }

  /** Resolves with the next renewal; never, when the job is not held any more. */
  renewed(guid: string, attempt: number): Promise<void> {
    return new Promise((done) => this.held(guid, attempt)?.onRenewed.push(done));
  }

  /** The result of this attempt is the controller's now. */
  release(guid: string, attempt: number | undefined): void {
    if (this.held(guid, attempt)) {
      this.jobs.delete(guid);
    }
  }

  /** These of the named jobs are not ours any more: nothing of them will be acknowledged. */
  disown(guids: readonly string[], named: NamedJobs): void {
    for (const guid of guids) {
      const job = this.held(guid, named.get(guid));
      if (job) {
        job.stop('disown');
        this.jobs.delete(guid);
      }
    }
  }

  /** A cancelled job has no further attempt, so this is about the one that is held. */
  cancel(guids: readonly string[]): void {
    guids.forEach((guid) => this.jobs.get(guid)?.stop('cancel'));
  }

  stopAll(reason: StopReason): void {
    this.jobs.forEach((job) => job.stop(reason));
  }

  named(): NamedJobs {
    return new Map([...this.jobs].map(([guid, { attempt }]) => [guid, attempt]));
  }

  get isEmpty(): boolean {
    return this.jobs.size === 0;
  }

  private held(guid: string, attempt: number | undefined): HeldJob | undefined {
    const job = this.jobs.get(guid);
    return job?.attempt === attempt ? job : undefined;
  }
}
