import { collectDefaultMetrics, Histogram, Registry } from 'prom-client';
import type { Database } from '../database/database';
import { AgentGauges } from './agentGauges';
import { JobGauges } from './jobGauges';
import { QueueGauges } from './queueGauges';
import { WorkMetrics } from './workMetrics';

const SECONDS = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15];

/** Everything Prometheus is told. What the database knows is read at each scrape. */
export class Metrics {
  readonly registry = new Registry();
  /** What this controller stored itself. */
  readonly work = new WorkMetrics(this.registry);
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
  private readonly readers: ReadonlyArray<{ read(signal: AbortSignal): Promise<void> }>;

  constructor(database: Database, now: () => number) {
    this.readers = [JobGauges, QueueGauges, AgentGauges].map((Reader) => new Reader(this.registry, database, now));
    collectDefaultMetrics({ register: this.registry });
    database.onTiming((name, seconds) => this.statements.observe({ name }, seconds));
  }

  observeRequest(method: string, route: string, status: number, seconds: number): void {
    this.requests.observe({ method, route, status: String(status) }, seconds);
  }

  async scrape(signal: AbortSignal): Promise<string> {
    await Promise.all(this.readers.map((reader) => reader.read(signal)));
    return this.registry.metrics();
  }
}
