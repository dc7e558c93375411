import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Database } from './database/database';
import { LEASE_MS } from './leaseTimes';

const SECONDS = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15];
const DAY_MS = 86_400_000;

/** Everything Prometheus is told. Gauges about jobs and nodes are read from the database at each scrape. */
export class Metrics {
  readonly registry = new Registry();
  private readonly requests = new Histogram({
    name: 'openvcloud_http_request_duration_seconds',
    help: 'Time to answer a request',
    labelNames: ['method', 'route', 'status'],
    buckets: SECONDS,
    registers: [this.registry],
  });
  private readonly statements = new Histogram({
    name: 'openvcloud_sql_duration_seconds',
    help: 'Time of a statement, by what it is for',
    labelNames: ['name'],
    buckets: SECONDS,
    registers: [this.registry],
  });
  private readonly jobs = this.gauge('openvcloud_jobs', 'Jobs created in the last 24 hours, by state and queue', [
    'state',
    'queue',
  ]);
  private readonly depth = this.gauge('openvcloud_queue_depth', 'Jobs waiting for a worker', ['queue']);
  private readonly running = this.gauge('openvcloud_queue_running', 'Jobs running', ['queue']);
  private readonly oldest = this.gauge(
    'openvcloud_queue_oldest_waiting_seconds',
    'How long the oldest waiting job has waited',
    ['queue']
  );
  private readonly agents = this.gauge('openvcloud_agents', 'Agents by whether they were heard within their lease', [
    'live',
  ]);
  private readonly database: Database;
  private readonly now: () => number;

  constructor(database: Database, now: () => number) {
    this.database = database;
    this.now = now;
    collectDefaultMetrics({ register: this.registry });
    database.onTiming((name, seconds) => this.statements.observe({ name }, seconds));
  }

  observeRequest(method: string, route: string, status: number, seconds: number): void {
    this.requests.observe({ method, route, status: String(status) }, seconds);
  }

  async scrape(signal: AbortSignal): Promise<string> {
    await Promise.all([this.readJobs(signal), this.readQueues(signal), this.readAgents(signal)]);
    return this.registry.metrics();
  }

  private async readJobs(signal: AbortSignal): Promise<void> {
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

  private async readQueues(signal: AbortSignal): Promise<void> {
    const rows = await this.database.read<{ queue: string; scheduled: number; running: number; oldest: number | null }>(
      {
        text: `select queue, count(*) filter (where state = 'SCHEDULED') as scheduled, count(*) filter (where state = 'RUNNING') as running,
                 min(time_create) filter (where state = 'SCHEDULED') as oldest from jobs_live group by queue`,
        values: [],
      },
      { signal, name: 'metrics' }
    );
    [this.depth, this.running, this.oldest].forEach((gauge) => gauge.reset());
    for (const { queue, scheduled, running, oldest } of rows) {
      this.depth.set({ queue }, scheduled);
      this.running.set({ queue }, running);
      this.oldest.set({ queue }, oldest === null ? 0 : Math.max(0, this.now() - oldest) / 1000);
    }
  }

  private async readAgents(signal: AbortSignal): Promise<void> {
    const [row] = await this.database.read<{ live: number; all: number }>(
      {
        text: 'select count(*) filter (where last_seen > $1) as live, count(*) as "all" from nodes',
        values: [this.now() - LEASE_MS],
      },
      { signal, name: 'metrics' }
    );
    this.agents.set({ live: 'true' }, row?.live ?? 0);
    this.agents.set({ live: 'false' }, (row?.all ?? 0) - (row?.live ?? 0));
  }

  private gauge<Label extends string>(name: string, help: string, labelNames: Label[]): Gauge<Label> {
    return new Gauge({ name, help, labelNames, registers: [this.registry] });
  }
}
