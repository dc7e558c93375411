import { type Socket } from 'node:net';
import { type Assignment, type WorkRequest, type WorkResponse } from '@openvcloud/contract';
import { isQueueName, type QueueName } from '@openvcloud/contract/src/queueName';

/** Jobs that wait for a poll, and polls that wait for a job. */
export class WorkQueue {
  private readonly scheduled: Record<QueueName, Assignment[]> = { default: [], hypervisor: [], io: [], process: [] };
  private readonly untold: string[] = [];
  private readonly waiting = new Set<() => void>();

  /** How many polls wait for work. */
  get waitingPolls(): number {
    return this.waiting.size;
  }

  schedule(job: Assignment): void {
    this.scheduled[job.queue].push(job);
    this.wake();
  }

  /** Says it once. */
  cancel(guid: string): void {
    this.untold.push(guid);
    this.wake();
  }

  /** undefined: nobody is there any more to take a job. */
  async poll({ free, waitMs }: WorkRequest, asker: Socket): Promise<WorkResponse | undefined> {
    const giveUpAt = Date.now() + waitMs;
    while (!asker.destroyed) {
      const jobs = this.take(free);
      const cancel = this.untold.splice(0);
      if (jobs.length > 0 || cancel.length > 0 || Date.now() >= giveUpAt) {
        return { jobs, cancel };
      }
      await this.change(asker, giveUpAt - Date.now());
    }
    return undefined;
  }

  private wake(): void {
    this.waiting.forEach((wake) => wake());
  }

  private take(free: WorkRequest['free']): Assignment[] {
    return Object.entries(free).flatMap(([queue, count]) =>
      isQueueName(queue) ? this.scheduled[queue].splice(0, count) : []
    );
  }

  private change(asker: Socket, maxMs: number): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        clearTimeout(timer);
        this.waiting.delete(wake);
        asker.off('close', wake);
        resolve();
      };
      const timer = setTimeout(wake, maxMs);
      this.waiting.add(wake);
      asker.once('close', wake);
    });
  }
}
