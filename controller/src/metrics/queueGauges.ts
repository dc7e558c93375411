import { OWN_SOURCE } from '@openvcloud/contract';
import { Gauge, type Registry } from 'prom-client';
import type { Database } from '../database/database';

/** What waits and runs now, as the database says: the same on every controller. */
export class QueueGauges {
  private readonly depth: Gauge<'queue'>;
  private readonly running: Gauge<'queue'>;
  private readonly oldest: Gauge<'queue'>;
  private readonly database: Database;
  private readonly now: () => number;

  constructor(registry: Registry, database: Database, now: () => number) {
    this.database = database;
    this.now = now;
    const gauge = (name: string, help: string) =>
      new Gauge({ name, help, labelNames: ['queue'], registers: [registry] });
    this.depth = gauge('openvcloud_queue_depth', 'Jobs waiting for a worker');
    this.running = gauge('openvcloud_queue_running', 'Jobs running');
    this.oldest = gauge('openvcloud_queue_oldest_waiting_seconds', 'How long the oldest waiting job has waited');
  }

  async read(signal: AbortSignal): Promise<void> {
    const rows = await this.database.read<{ queue: string; scheduled: number; running: number; oldest: number | null }>(
      {
        text: `select queue, count(*) filter (where state = 'SCHEDULED') as scheduled, count(*) filter (where state = 'RUNNING') as running,
                 min(time_create) filter (where state = 'SCHEDULED') as oldest from jobs_live where source = '${OWN_SOURCE}' group by queue`,
        values: [],
      },
      { signal, name: 'metrics' }
    );
    this.reset();
    for (const { queue, scheduled, running, oldest } of rows) {
      this.depth.set({ queue }, scheduled);
      this.running.set({ queue }, running);
      this.oldest.set({ queue }, oldest === null ? 0 : Math.max(0, this.now() - oldest) / 1000);
    }
  }
  reset(): void {
    [this.depth, this.running, this.oldest].forEach((gauge) => gauge.reset());
  }
}
