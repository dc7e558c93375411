import { elapsedMs, type Instant } from './instant';
import { type StopReason } from './stopReason';

interface HeldJob {
  attempt: number;
  /** The controller gave or renewed the lease at this moment or later. */
  leaseFrom: Instant;
  onRenewed: Array<() => void>;
  stop(reason: StopReason): void;
}

/** A lease that is nearly over is no proof: what it allows takes a moment, too. */
const LEASE_PART = 0.9;

/** Jobs whose lease this agent renews: those that run, and those whose result the controller has not acknowledged yet. */
export class HeldJobs {
  private readonly jobs = new Map<string, HeldJob>();

  has(guid: string): boolean {
    return this.jobs.has(guid);
  }

  /** `leaseFrom`: when the request was sent that brought the job. */
  hold(guid: string, attempt: number, leaseFrom: Instant, stop: (reason: StopReason) => void): void {
    this.jobs.set(guid, { attempt, leaseFrom, onRenewed: [], stop });
  }

  /** A heartbeat sent at `at` named these jobs, and the controller did not object. */
  renew(guids: readonly string[], at: Instant): void {
    for (const guid of guids) {
      const job = this.jobs.get(guid);
      if (job) {
        job.leaseFrom = at;
        job.onRenewed.splice(0).forEach((renewed) => renewed());
      }
    }
  }

  hasLease(guid: string, leaseMs: number): boolean {
    const job = this.jobs.get(guid);
    return job !== undefined && elapsedMs(job.leaseFrom) < leaseMs * LEASE_PART;
  }

  /** Resolves with the next renewal; never, when the job is not held any more. */
  renewed(guid: string): Promise<void> {
    return new Promise((done) => this.jobs.get(guid)?.onRenewed.push(done));
  }

  /** The result of this attempt is the controller's now. */
  release(guid: string, attempt: number | undefined): void {
    if (this.jobs.get(guid)?.attempt === attempt) {
      this.jobs.delete(guid);
    }
  }

  stop(guids: readonly string[], reason: StopReason): void {
    for (const guid of guids) {
      this.jobs.get(guid)?.stop(reason);
      if (reason === 'disown') {
        this.jobs.delete(guid); // nothing of it will be acknowledged
      }
    }
  }

  stopAll(reason: StopReason): void {
    this.jobs.forEach((job) => job.stop(reason));
  }

  guids(): string[] {
    return [...this.jobs.keys()];
  }
}
