import { Counter, Histogram, type Registry } from 'prom-client';
import type { Ended } from '../jobs/endJobs';
import type { ReportPlan } from '../reports/reportPlan';

/** Jobs wait for and run from milliseconds to hours. */
const JOB_SECONDS = [0.005, 0.025, 0.1, 0.25, 0.5, 1, 2.5, 5, 15, 60, 300, 900, 3600, 14_400, 86_400];
/** Lines are batched for a moment; an agent that was cut off delivers after hours. */
const LAG_SECONDS = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15, 60, 300, 3600, 14_400];

/** What happened to jobs here since this controller started. Every controller counts what it stored itself: sum them. */
export class WorkMetrics {
  private readonly ended: Counter<'state' | 'queue'>;
  private readonly wait: Histogram<'queue'>;
  private readonly run: Histogram<'queue' | 'state'>;
  private readonly lines: Counter;
  private readonly dropped: Counter;
  private readonly lag: Histogram;
  private readonly reports: Counter<'outcome'>;

  constructor(registry: Registry) {
    const registers = [registry];
    this.ended = new Counter({
      name: 'openvcloud_jobs_ended_total',
      help: 'Jobs that ended: reported, given up as lost, cancelled, or without a node that could run them',
      labelNames: ['state', 'queue'],
      registers,
    });
    this.wait = new Histogram({
      name: 'openvcloud_job_wait_seconds',
      help: 'From creation to start, of jobs that agents reported as started',
      labelNames: ['queue'],
      buckets: JOB_SECONDS,
      registers,
    });
    this.run = new Histogram({
      name: 'openvcloud_job_run_seconds',
      help: 'From start to end, of jobs that agents reported as ended',
      labelNames: ['queue', 'state'],
      buckets: JOB_SECONDS,
      registers,
    });
    this.lines = new Counter({ name: 'openvcloud_log_lines_stored_total', help: 'Log lines stored', registers });
    this.dropped = new Counter({
      name: 'openvcloud_log_lines_dropped_total',
      help: 'Log lines left out: no room on a disk, beyond the lines of a job, or not storable',
      registers,
    });
    this.lag = new Histogram({
      name: 'openvcloud_log_line_lag_seconds',
      help: "From a log line's time to its being stored: the oldest line of each job in a batch",
      buckets: LAG_SECONDS,
      registers,
    });
    this.reports = new Counter({
      name: 'openvcloud_reports_total',
      help: 'Reports of agents: stored, refused because they cannot be true, or repeated because an answer was lost',
      labelNames: ['outcome'],
      registers,
    });
  }

  /** To be called when it is committed. */
  countEnded(jobs: readonly Ended[]): void {
    jobs.forEach(({ state, queue }) => this.ended.inc({ state, queue }));
  }

  /** To be called when the reports are committed. `plan` is absent when all of them were repeated. */
  countReports(received: number, fresh: number, plan: ReportPlan | undefined, now: number): void {
    const refused = plan?.refused.length ?? 0;
    this.reports.inc({ outcome: 'stored' }, fresh - refused);
    this.reports.inc({ outcome: 'refused' }, refused);
    this.reports.inc({ outcome: 'repeated' }, received - fresh);
    if (plan !== undefined) {
      this.lines.inc(plan.lines.length);
      this.dropped.inc(plan.dropped);
      oldestLines(plan).forEach((time) => this.lag.observe(Math.max(0, now - time) / 1000));
      plan.started.forEach(({ job, waitMs }) => this.wait.observe({ queue: job.queue }, waitMs / 1000));
      this.countEnded(plan.ended.map(({ job }) => job));
      this.countRuns(plan);
    }
  }

  private countRuns({ ended }: ReportPlan): void {
    for (const { job, timeStop } of ended) {
      if (job.timeStart !== null) {
        this.run.observe({ queue: job.queue, state: job.state }, (timeStop - job.timeStart) / 1000);
      }
    }
  }
}

/** One observation per job and batch: tens of thousands of lines a second would cost more than they tell. */
function oldestLines({ lines }: ReportPlan): Map<object, number> {
  const oldest = new Map<object, number>();
  for (const { job, line } of lines) {
    oldest.set(job, Math.min(oldest.get(job) ?? Infinity, line.time));
  }
  return oldest;
}
