import { Counter, Histogram, type Registry } from 'prom-client';
import type { ReportPlan } from '../dispatch/planReports';

const SECONDS = [0.1, 0.5, 1, 5, 15, 60, 300, 900, 3600, 14_400];

/** What happened to jobs here since this controller started. Every controller counts what it stored itself: sum them. */
export class WorkMetrics {
  private readonly ended: Counter<'state' | 'queue'>;
  private readonly wait: Histogram<'queue'>;
  private readonly run: Histogram<'queue'>;
  private readonly lines: Counter;
  private readonly refused: Counter;

  constructor(registry: Registry) {
    const registers = [registry];
    this.ended = new Counter({
      name: 'openvcloud_jobs_ended_total',
      help: 'Jobs that agents reported as ended',
      labelNames: ['state', 'queue'],
      registers,
    });
    this.wait = new Histogram({
      name: 'openvcloud_job_wait_seconds',
      help: 'From creation to start',
      labelNames: ['queue'],
      buckets: SECONDS,
      registers,
    });
    this.run = new Histogram({
      name: 'openvcloud_job_run_seconds',
      help: 'From start to end',
      labelNames: ['queue'],
      buckets: SECONDS,
      registers,
    });
    this.lines = new Counter({ name: 'openvcloud_log_lines_stored_total', help: 'Log lines stored', registers });
    this.refused = new Counter({
      name: 'openvcloud_reports_refused_total',
      help: 'Reports of agents that cannot be true',
      registers,
    });
  }

  /** To be called when the reports are committed. */
  count(plan: ReportPlan): void {
    this.lines.inc(plan.lines.length);
    this.refused.inc(plan.refused.length);
    for (const { job, timeStop } of plan.ended) {
      this.ended.inc({ state: job.state, queue: job.queue });
      if (job.timeStart !== null) {
        this.wait.observe({ queue: job.queue }, (job.timeStart - job.timeCreate) / 1000);
        this.run.observe({ queue: job.queue }, (timeStop - job.timeStart) / 1000);
      }
    }
  }
}
