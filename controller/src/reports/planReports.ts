import { isTerminal, type Report, type ResultReport, type StartedReport } from '@openvcloud/contract';
import { CLOCKS_AGREE_MS } from '../timing/leaseTimes';
import { IllegalMove, moveJob, type JobEvent } from '../jobs/jobStateMachine';
import { failedAttemptLine, lateOutcomeLine } from '../logs/outcomeLine';
import { checkEnd, reportedOutcome } from './reportedEnd';
import { addLines, addOutcome, countDropped } from './reportedLines';
import { emptyPlan, RefusedReport, type ReportedJob, type ReportPlan } from './reportPlan';
import { rangeFault } from '../jobs/reportRanges';
import { backoffMs, retried } from '../jobs/retry';
import { storable } from '../text/storable';

const EVENT_OF = { OK: 'succeed', ERROR: 'fail', TIMEOUT: 'timeOut' } as const satisfies Record<string, JobEvent>;
/** Lost to the controller, but perhaps not to its node: what its agent had spooled is still evidence. */
const LOST = 'AGENT_LOST';

/**
 * Applies reports, in order, to the jobs they name. Pure: the jobs it is given stay as they are, the plan has them as they
 * are left; one refused report leaves the others alone.
 */
export function planReports(
  reports: readonly Report[],
  found: ReadonlyMap<string, ReportedJob>,
  nid: number,
  now: number
): ReportPlan {
  const plan = emptyPlan();
  const jobs = new Map([...found].map(([guid, job]) => [guid, { ...job }]));
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
    plan.stats.push(...report.stats.map((stat) => ({ ...stat, time: Math.min(stat.time, now + CLOCKS_AGREE_MS) })));
    return;
  }
  const { guid, attempt } = report;
  const job = jobs.get(guid);
  if (job === undefined) {
    throw new RefusedReport(`expected a job this controller has, got guid ${guid}`);
  }
  const isLate = isGivenUp(job, attempt, nid);
  if (isLate && report.kind === 'result') {
    noteLate(report, job, nid, now, plan);
    return;
  }
  if (!(isLate && report.kind === 'logs')) {
    expectOngoing(job, attempt, nid);
  }
  switch (report.kind) {
    case 'logs':
      return addLines(report, job, attempt, nid, now, plan);
    case 'started':
      return start(report, job, now, plan);
    case 'result':
      return end(report, job, nid, now, plan);
  }
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
function noteLate(report: ResultReport, job: ReportedJob, nid: number, now: number, plan: ReportPlan): void {
  checkEnd(report);
  const { attempt, state } = report;
  const isLast = attempt === job.attempt;
  // When an earlier attempt started is known no more.
  const timeStart = isLast ? job.timeStart : null;
  const ended = { job, attempt, nid, maxAttempts: job.maxAttempts, timeStart, time: timeOf(report, job, now) };
  const why = isLast ? `the job had ended as ${LOST}` : `it had been given up as ${LOST}`;
  addOutcome(lateOutcomeLine(ended, state, report, why), job, plan);
  countDropped(report, job, plan);
}

/** Whatever its agent says, nothing of a job happens before it was made, nor in the future. */
function timeOf({ time }: StartedReport | ResultReport, { timeCreate }: ReportedJob, now: number): number {
  return Math.max(timeCreate, Math.min(time ?? now, now));
}

function start(report: StartedReport | ResultReport, job: ReportedJob, now: number, plan: ReportPlan): void {
  job.state = moveJob(job.state, 'start');
  job.nativeState = job.state;
  job.timeStart = timeOf(report, job, now);
  plan.started.push({ job, waitMs: job.timeStart - job.timeCreate });
  plan.touched.add(job);
}

function end(report: ResultReport, job: ReportedJob, nid: number, now: number, plan: ReportPlan): void {
  checkEnd(report);
  const { state } = report;
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
    plan.retried.push({ job, notBefore: now + backoffMs(job) });
    Object.assign(job, retried(job));
    return;
  }
  job.state = moveJob(job.state, EVENT_OF[state]);
  job.nativeState = storable(report.nativeState ?? job.state);
  plan.ended.push({ job, outcome: reportedOutcome(report, job), timeStop, timeKnown: Math.max(timeStop, now) });
}
