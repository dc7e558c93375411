import { Gauge, type Registry } from 'prom-client';
import type { Database } from '../database/database';
import { countJobs } from '../counts/counts';
import { jobQuestion } from '../query/question';

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
    const now = this.now();
    const question = jobQuestion({ from: now - DAY_MS });
    const { series } = await countJobs(this.database, { question, groupBy: ['state', 'queue'] }, now, signal);
    this.jobs.reset();
    series.forEach(({ labels: { state = '', queue = '' }, total }) => this.jobs.set({ state, queue }, total));
  }
  reset(): void {
    this.jobs.reset();
  }
}
