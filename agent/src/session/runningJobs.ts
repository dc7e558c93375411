import { type Logger } from 'pino';
import { type Assignment } from '@openvcloud/contract';
import { type QueueName } from '@openvcloud/contract/src/queueName';
import { type Instant } from '../timing/instant';
import { type SignalFlag } from '../timing/signalFlag';
import { type HeldJobs } from './heldJobs';

type HeldRun = Parameters<HeldJobs['hold']>[3];

/** A job from assignment to result; run() is called once. */
interface Run extends HeldRun {
  run(): Promise<void>;
  /** Resolves when nothing of it is left on this machine; asked for once it has ended. */
  freed(): Promise<void>;
}

export interface RunningJobsDeps {
  held: HeldJobs;
  slots: { take(queue: QueueName): void; release(queue: QueueName): void };
  /** Raised when a slot became free. */
  changed: SignalFlag;
  /** Raised when the controller must hear of it now. */
  beatWanted: SignalFlag;
  log: Logger;
}

/** What this agent runs: each job has a slot of its queue while anything of it runs, and is held until its result has arrived. */
export class RunningJobs {
  private readonly runs = new Set<Promise<void>>();
  private isStopping = false;
  private readonly deps: RunningJobsDeps;

  constructor(deps: RunningJobsDeps) {
    this.deps = deps;
  }

  get count(): number {
    return this.runs.size;
  }

  accept(job: Assignment, askedAt: Instant, newRun: () => Run): void {
    const { held, slots, changed, log } = this.deps;
    if (held.has(job.guid)) {
      log.warn({ guid: job.guid }, 'a job was handed out twice; it runs once');
      return;
    }
    const run = newRun();
    slots.take(job.queue);
    held.hold(job.guid, job.attempt, askedAt, run);
    const ended = run
      .run()
      .catch((error: unknown) => {
        // Its lease ends with being held, and with it the job: no other job has to suffer.
        log.error({ err: error, guid: job.guid }, 'a job failed in the agent itself, and its end cannot be reported');
        held.release(job.guid, job.attempt);
      })
      .finally(() => {
        this.runs.delete(ended);
        void run.freed().then(() => {
          slots.release(job.queue);
          changed.raise();
        });
      });
    this.runs.add(ended);
    if (this.isStopping) {
      this.giveBack(); // its answer came while the agent was told to stop
    }
  }

  /** From here on nothing begins: those that have not yet go back to the controller. */
  stopBeginning(): void {
    this.isStopping = true;
    this.giveBack();
  }

  /** Resolves when none runs. */
  async ended(): Promise<void> {
    await Promise.all(this.runs);
  }

  private giveBack(): void {
    this.deps.held.giveBackUnbegun();
    this.deps.beatWanted.raise();
  }
}
