import { isTerminal, type Report } from '@openvcloud/contract';
import { CLOCKS_AGREE_MS } from '../timing/leaseTimes';
import { IllegalMove, moveJob, type JobEvent } from '../jobs/jobStateMachine';
import { failedAttemptLine, lateOutcomeLine } from '../logs/outcomeLine';
import { endState, reportedOutcome } from './reportedEnd';
import { addLines, addOutcome, countDropped } from './reportedLines';
import { emptyPlan, RefusedReport, type ReportedJob, type ReportPlan } from './reportPlan';
import { rangeFault } from '../jobs/reportRanges';
import { storable } from '../text/storable';

const EVENT_OF = { OK: 'succeed', ERROR: 'fail', TIMEOUT: 'timeOut' } as const satisfies Record<string, JobEvent>;
const MAX_BACKOFF_MS = 3_600_000;
/** Lost to the controller, but perhaps not to its node: what its agent had spooled is still evidence. */
const LOST = 'AGENT_LOST';

/**
 * Applies reports, in order, to the jobs they name. Pure: `jobs` are changed in memory only; one refused report leaves
 * the others alone.
 */
export function planReports(
  reports: readonly Report[],
  jobs: ReadonlyMap<string, ReportedJob>,
  nid: number,
  now: number
): ReportPlan {
  const plan = emptyPlan();
  for (const report of reports) {
    try {
      apply(report, jobs, nid, now, plan);
    } catch (error) {
      if (!(error instanceof RefusedReport || error instanceof IllegalMove)) {
        throw error;
      }
      plan.refused.push({ seq: report.seq, reason: error.message });
    }
  }
  for (const { job } of plan.ended) {
    plan.touched.delete(job);
  }
  return plan;
}

function apply(
  report: Report,
  jobs: ReadonlyMap<string, ReportedJob>,
  nid: number,
  now: number,
  plan: ReportPlan
): void {
  const fault = rangeFault(report);
  if (fault !== undefined) {
    throw new RefusedReport(fault);
  }
  if (report.kind === 'stats') {
    plan.stats.push(
      ...(report.stats ?? []).map((stat) => ({ ...stat, time: Math.min(stat.time, now + CLOCKS_AGREE_MS) }))
    );
    return;
  }
  const { job, attempt } = attemptOf(report, jobs);
  const isLate = isGivenUp(job, attempt, nid);
  if (isLate && report.kind === 'result') {
    noteLate(report, job, attempt, nid, now, plan);
    return;
  }
  if (!(isLate && report.kind === 'logs')) {
    expectOngoing(job, attempt, nid);
  }
  if (report.kind === 'logs') {
    addLines(report, job, attempt, nid, now, plan);
  } else if (report.kind === 'started') {
    start(report, job, now, plan);
    plan.touched.add(job);
  } else {
    end(report, job, nid, now, plan);
  }
}

function attemptOf(report: Report, jobs: ReadonlyMap<string, ReportedJob>): { job: ReportedJob; attempt: number } {
  if (report.guid === undefined || report.attempt === undefined) {
    throw new RefusedReport(`expected guid and attempt in a report of kind ${report.kind}, got none`);
  }
  const job = jobs.get(report.guid);
  if (job === undefined) {
    throw new RefusedReport(`expected a job this controller has, got guid ${report.guid}`);
  }
  return { job, attempt: report.attempt };
}

/** By the controller, but not by its node, which still had its lines and its outcome on disk: they are evidence, whatever became of the job. */
function isGivenUp(job: ReportedJob, attempt: number, nid: number): boolean {
  return attempt === job.attempt
    ? job.nid === nid && isTerminal(job.state) && job.nativeState === LOST
    : attempt < job.attempt && job.formerNids.at(attempt - job.attempt) === nid;
}

/** An attempt that goes on, on the node that reports. */
function expectOngoing(job: ReportedJob, attempt: number, nid: number): void {
  if (job.nid !== nid) {
    throw new RefusedReport(
      `expected a job of node ${nid}, got one of ${job.nid === null ? 'no node yet' : `node ${job.nid}`}`
    );
  }
  if (attempt !== job.attempt) {
    throw new RefusedReport(`expected attempt ${job.attempt}, got attempt ${attempt}`);
  }
  if (isTerminal(job.state)) {
    throw new RefusedReport(
      `expected a job that runs, got one that ended as ${job.state} (${job.nativeState}); what ended does not change`
    );
  }
}

/** It changes nothing any more, and is not lost. */
function noteLate(report: Report, job: ReportedJob, attempt: number, nid: number, now: number, plan: ReportPlan): void {
  const state = endState(report);
  const isLast = attempt === job.attempt;
  // When an earlier attempt started is known no more.
  const timeStart = isLast ? job.timeStart : null;
  const ended = { job, attempt, nid, maxAttempts: job.maxAttempts, timeStart, time: timeOf(report, job, now) };
  const why = isLast ? `the job had ended as ${LOST}` : `it had been given up as ${LOST}`;
  addOutcome(lateOutcomeLine(ended, state, report, why), job, plan);
  countDropped(report, job, plan);
}

/** Whatever its agent says, nothing of a job happens before it was made, nor in the future. */
function timeOf({ time }: Pick<Report, 'time'>, { timeCreate }: ReportedJob, now: number): number {
  return Math.max(timeCreate, Math.min(time ?? now, now));
}

function start(report: Report, job: ReportedJob, now: number, plan: ReportPlan): void {
  job.state = moveJob(job.state, 'start');
  job.nativeState = job.state;
  job.timeStart = timeOf(report, job, now);
  plan.started.push({ queue: job.queue, waitMs: job.timeStart - job.timeCreate });
}

function end(report: Report, job: ReportedJob, nid: number, now: number, plan: ReportPlan): void {
  const state = endState(report);
  if (job.state === 'SCHEDULED' && state === 'OK') {
    // Its "started" is lost; that it returned says that it ran.
    start(report, job, now, plan);
  }
  countDropped(report, job, plan);
  const timeStop = Math.max(job.timeStart ?? 0, timeOf(report, job, now));
  // What has a native state ended by somebody's decision (CANCELLED), not by failing.
  if (state !== 'OK' && report.nativeState === undefined && !job.isCancelRequested && job.attempt < job.maxAttempts) {
    const { attempt, maxAttempts, timeStart } = job;
    const line = failedAttemptLine({ job, attempt, nid, maxAttempts, timeStart, time: timeStop }, state, report);
    addOutcome(line, job, plan);
    retry(job, now, plan);
    return;
  }
  job.state = moveJob(job.state, EVENT_OF[state]);
  job.nativeState = storable(report.nativeState ?? job.state);
  plan.ended.push({ job, outcome: reportedOutcome(report, job), timeStop });
}

/** Back into the queue, to run again after a pause that doubles. A job that asked for a role may go to another node. */
function retry(job: ReportedJob, now: number, plan: ReportPlan): void {
  plan.retried.push({ job, notBefore: now + backoffMs(job) });
  job.state = moveJob(job.state, 'retry');
  job.nativeState = job.state;
  job.formerNids = job.nid === null ? job.formerNids : [...job.formerNids, job.nid];
  job.attempt += 1;
  job.timeStart = null;
}

export function backoffMs({ attempt, backoffSeconds }: { attempt: number; backoffSeconds: number }): number {
  return Math.min(MAX_BACKOFF_MS, backoffSeconds * 1000 * 2 ** (attempt - 1));
}
