import { type QueueName } from '@openvcloud/contract/src/queueName';

export type WorkersPerQueue = Readonly<Record<QueueName, number>>;

/** Counts the workers in use per queue. A slot is one worker: it runs one job at a time. */
export class Slots {
  private readonly used: Record<QueueName, number> = { default: 0, hypervisor: 0, io: 0, process: 0 };

  private readonly workers: WorkersPerQueue;

  constructor(workers: WorkersPerQueue) {
    this.workers = workers;
  }

  /** Free slots of the given queues, those without any left out. */
  freeOf(queues: readonly QueueName[]): Partial<Record<QueueName, number>> {
    const free = queues.map((queue) => [queue, this.workers[queue] - this.used[queue]] as const);
    return Object.fromEntries(free.filter(([, count]) => count > 0));
  }

  take(queue: QueueName): void {
    this.used[queue] += 1;
  }

  release(queue: QueueName): void {
    this.used[queue] -= 1;
  }

  /** More than half of its workers have a job. */
  isBusy(queue: QueueName): boolean {
    return this.used[queue] * 2 > this.workers[queue];
  }
}
