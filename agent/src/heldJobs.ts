import { type StopReason } from './stopReason';

interface HeldJob {
  attempt: number;
  stop(reason: StopReason): void;
}

/** Jobs whose lease this agent renews: those that run, and those whose result the controller has not acknowledged yet. */
export class HeldJobs {
  private readonly jobs = new Map<string, HeldJob>();

  has(guid: string): boolean {
    return this.jobs.has(guid);
  }

  hold(guid: string, attempt: number, stop: (reason: StopReason) => void): void {
    this.jobs.set(guid, { attempt, stop });
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
