import { Gauge, type Registry } from 'prom-client';
import type { Database } from '../database/database';

const DAY_MS = 86_400_000;

/** How many jobs there are, as the database counts them: the same on every controller. */
export class JobGauges {
  private readonly jobs: Gauge<'state' | 'queue'>;
  private readonly database: Database;
  private readonly now: () => number;

  constructor(registry: Registry, database: Database, now: () => number) {
    this.database = database;
    this.now = now;
    this.jobs = new Gauge({
      name: 'openvcloud_jobs',
      help: 'Jobs created in the last 24 hours, by state and queue',
      labelNames: ['state', 'queue'],
      registers: [registry],
    });
  }

  async read(signal: AbortSignal): Promise<void> {
    const rows = await this.database.read<{ state: string; queue: string; count: number }>(
      {
        text: 'select state, queue, count(*) as count from jobs where time_create >= $1 group by state, queue',
        values: [this.now() - DAY_MS],
      },
      { signal, name: 'metrics' }
    );
    this.jobs.reset();
    rows.forEach(({ state, queue, count }) => this.jobs.set({ state, queue }, count));
  }
  reset(): void {
    this.jobs.reset();
  }
}
