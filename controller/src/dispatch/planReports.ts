import { isTerminal, LIMITS, type JobState, type NodeStat, type Report, type ReportedLine } from '@openvcloud/contract';
import { IllegalMove, moveJob, type JobEvent } from './jobStateMachine';
import { rangeFault } from './reportRanges';
import { storable } from './storable';
import { outcomeOf, type Outcome } from './outcome';

/** A job as the reports find it, and as they leave it. */
export interface ReportedJob {
  guid: string;
  timeCreate: number;
  nid: number | null;
  /** Nodes that ran earlier attempts, the latest last. */
  formerNids: number[];
  nodeName: string | null;
  organization: string;
  cmd: string;
  queue: string;
  state: JobState;
  nativeState: string;
  attempt: number;
  maxAttempts: number;
  backoffSeconds: number;
  wantedRole: string | null;
  log: boolean;
  logLines: number;
  droppedLines: number;
  timeStart: number | null;
  /** Somebody wants it to end: it is not tried again. */
  isCancelRequested: boolean;
}

export interface StoredLine {
  job: ReportedJob;
  attempt: number;
  line: ReportedLine;
  message: string;
  truncatedFrom: number | null;
}

export interface EndedJob {
  job: ReportedJob;
  outcome: Outcome;
  timeStop: number;
}

/** What a batch of reports comes to. `touched` jobs have a new start time or line count and did not end. */
export interface ReportPlan {
  lines: StoredLine[];
  stats: NodeStat[];
  started: Array<{ queue: string; waitMs: number }>;
  touched: Set<ReportedJob>;
  ended: EndedJob[];
  retried: Array<{ job: ReportedJob; notBefore: number }>;
  refused: Array<{ seq: number; reason: string }>;
}

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
  const plan: ReportPlan = {
    lines: [],
    stats: [],
    started: [],
    touched: new Set(),
    ended: [],
    retried: [],
    refused: [],
  };
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

class RefusedReport extends Error {}

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
    plan.stats.push(...(report.stats ?? []));
    return;
  }
  const { job, attempt } = attemptOf(report, jobs);
  if (report.kind === 'logs' && isLate(job, attempt, nid)) {
    addLines(report, job, attempt, plan);
    return;
  }
  expectOngoing(report, job, attempt, nid);
  if (report.kind === 'logs') {
    addLines(report, job, attempt, plan);
  } else if (report.kind === 'started') {
    start(job, report.time, now, plan);
    plan.touched.add(job);
  } else {
    end(report, job, now, plan);
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

/** Of an attempt that was given up, and whose node had its lines still on disk: they are evidence, whatever became of the job. */
function isLate(job: ReportedJob, attempt: number, nid: number): boolean {
  return attempt < job.attempt && job.formerNids.at(attempt - job.attempt) === nid;
}

/** An attempt that goes on, on the node that reports. */
function expectOngoing(report: Report, job: ReportedJob, attempt: number, nid: number): void {
  if (job.nid !== nid) {
    throw new RefusedReport(
      `expected a job of node ${nid}, got one of ${job.nid === null ? 'no node yet' : `node ${job.nid}`}`
    );
  }
  if (attempt !== job.attempt) {
    throw new RefusedReport(`expected attempt ${job.attempt}, got attempt ${attempt}`);
  }
  const isEvidence = report.kind === 'logs' && job.nativeState === LOST;
  if (isTerminal(job.state) && !isEvidence) {
    throw new RefusedReport(
      `expected a job that runs, got one that ended as ${job.state} (${job.nativeState}); what ended does not change`
    );
  }
}

function addLines(report: Report, job: ReportedJob, attempt: number, plan: ReportPlan): void {
  if (!job.log) {
    return;
  }
  const lines = report.lines ?? [];
  const room = Math.max(0, LIMITS.linesPerJob - job.logLines);
  for (const line of lines.slice(0, room)) {
    plan.lines.push({ job, attempt, line: { ...line, seq: seqInJob(line.seq, attempt) }, ...limitMessage(line) });
  }
  job.logLines += Math.min(room, lines.length);
  job.droppedLines += Math.max(0, lines.length - room);
  plan.touched.add(job);
}

/** Agents count the lines of each attempt from 1; in the job's log a seq means one line. */
export function seqInJob(seq: number, attempt: number): number {
  return (attempt - 1) * LIMITS.seqsPerAttempt + seq;
}

function limitMessage({ message, truncatedFrom }: ReportedLine): { message: string; truncatedFrom: number | null } {
  const bytes = message.length * 3 <= LIMITS.messageBytes ? 0 : Buffer.byteLength(message);
  if (bytes <= LIMITS.messageBytes) {
    return { message: storable(message), truncatedFrom: truncatedFrom ?? null };
  }
  const kept = Buffer.from(message)
    .subarray(0, LIMITS.messageBytes)
    .toString('utf8')
    .replace(/\uFFFD$/, '');
  return { message: storable(kept), truncatedFrom: truncatedFrom ?? bytes };
}

/** An agent's clock may be off: a job never starts before it was made, nor in the future. */
function start(job: ReportedJob, time: number | undefined, now: number, plan: ReportPlan): void {
  job.state = moveJob(job.state, 'start');
  job.nativeState = job.state;
  job.timeStart = Math.max(job.timeCreate, Math.min(time ?? now, now));
  plan.started.push({ queue: job.queue, waitMs: job.timeStart - job.timeCreate });
}

function end(report: Report, job: ReportedJob, now: number, plan: ReportPlan): void {
  const state = endState(report);
  if (job.state === 'SCHEDULED' && state === 'OK') {
    // Its "started" is lost; that it returned says that it ran.
    start(job, report.time, now, plan);
  }
  job.droppedLines += report.droppedLines ?? 0;
  // What has a native state ended by somebody's decision (CANCELLED), not by failing.
  if (state !== 'OK' && report.nativeState === undefined && !job.isCancelRequested && job.attempt < job.maxAttempts) {
    retry(job, now, plan);
    return;
  }
  job.state = moveJob(job.state, EVENT_OF[state]);
  job.nativeState = storable(report.nativeState ?? job.state);
  const timeStop = Math.max(job.timeStart ?? job.timeCreate, Math.min(report.time ?? now, now));
  plan.ended.push({ job, outcome: reportedOutcome(report, job), timeStop });
}

function endState({ state, error, resultJson }: Report): keyof typeof EVENT_OF {
  if (state === undefined) {
    throw new RefusedReport('expected a state in a result, got none');
  }
  if (resultJson !== undefined && !isJson(resultJson)) {
    throw new RefusedReport('expected JSON in resultJson, got other text');
  }
  if (state !== 'OK' && error === undefined) {
    throw new RefusedReport(`expected an error in a result that is ${state}, got none`);
  }
  return state;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function reportedOutcome(report: Report, { state, nativeState }: ReportedJob): Outcome {
  const isOk = state === 'OK';
  return outcomeOf({
    nativeState,
    resultCode: report.resultCode ?? null,
    // JSON has no undefined: a JumpScript that returned nothing returned null.
    result: isOk ? (report.result ?? null) : report.result,
    resultJson: report.resultJson,
    resultTruncated: report.resultTruncated ?? null,
    error: isOk ? undefined : report.error,
  });
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
