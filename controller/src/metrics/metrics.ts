import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { version } from '../../package.json';
import { answerWithin } from '../database/answerWithin';
import type { Database } from '../database/database';
import { toApiError } from '../errors/toApiError';
import { AgentGauges } from './agentGauges';
import { AuthFailures } from './authFailures';
import { AgentSpools } from './agentSpools';
import { CountBacklog } from './countBacklog';
import { JobGauges } from './jobGauges';
import { QueueGauges } from './queueGauges';
import { SourceGauges } from './sourceGauges';
import { WorkMetrics } from './workMetrics';

const SECONDS = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15];
/** Below Prometheus' own patience, so that a slow database leaves a gap and not a failed scrape. */
const READ_MS = 5_000;

/** What the database knows is read at each scrape; `reset` leaves a gap in the graph, which is better than yesterday's number. */
interface DatabaseGauges {
  read(signal: AbortSignal): Promise<void>;
  reset(): void;
}

/** Everything Prometheus is told: docs/metrics.md lists it. */
export class Metrics {
  readonly registry = new Registry();
  /** What this controller stored itself. */
  readonly work = new WorkMetrics(this.registry);
  readonly authFailures = new AuthFailures(this.registry);
  readonly spools: AgentSpools;
  private readonly requests = new Histogram({
    name: 'openvcloud_http_request_duration_seconds',
    help: 'Time to answer a request; long polls wait on purpose',
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
  private readonly databaseUp = new Gauge({
    name: 'openvcloud_database_up',
    help: 'Did the database answer this scrape? Without it the numbers it would give are missing',
    registers: [this.registry],
  });
  private readonly gauges: readonly DatabaseGauges[];

  constructor(database: Database, now: () => number) {
    this.spools = new AgentSpools(this.registry, now);
    this.gauges = [JobGauges, QueueGauges, AgentGauges, CountBacklog, SourceGauges].map(
      (Gauges) => new Gauges(this.registry, database, now)
    );
    new Gauge({
      name: 'openvcloud_build_info',
      help: 'Version of this controller',
      labelNames: ['version'],
      registers: [this.registry],
    }).set({ version }, 1);
    collectDefaultMetrics({ register: this.registry });
    database.onTiming((name, seconds) => this.statements.observe({ name }, seconds));
  }

  /** Our clock beside the database's. */
  watchClock(clock: { differenceMs: number }): void {
    const gauge: Gauge = new Gauge({
      name: 'openvcloud_clock_difference_seconds',
      help: "How far this controller's clock is ahead of PostgreSQL's; more than 3 s either way: set one of them right",
      registers: [this.registry],
      collect: () => gauge.set(clock.differenceMs / 1000),
    });
  }

  observeRequest(method: string, route: string, status: number, seconds: number): void {
    this.requests.observe({ method, route, status: String(status) }, seconds);
  }

  async scrape(signal: AbortSignal): Promise<string> {
    const answered = await Promise.all(this.gauges.map((gauges) => isRead(gauges, signal)));
    this.databaseUp.set(answered.every(Boolean) ? 1 : 0);
    return this.registry.metrics();
  }
}

async function isRead(gauges: DatabaseGauges, signal: AbortSignal): Promise<boolean> {
  try {
    await answerWithin(READ_MS, gauges.read(signal));
    return true;
  } catch (error) {
    if (!signal.aborted && toApiError(error).status !== 503) {
      throw error;
    }
    gauges.reset();
    return false;
  }
}
