import { LIMITS, type DropReason, type LogsReport, type ResultReport } from '@openvcloud/contract';
import { CLOCKS_AGREE_MS } from '../timing/leaseTimes';
import { RefusedReport, type ReportedJob, type ReportPlan } from './reportPlan';
import { storedLine, type StoredLine } from '../journal/storedLine';

export function addLines(
  report: LogsReport,
  job: ReportedJob,
  attempt: number,
  nid: number,
  now: number,
  plan: ReportPlan
): void {
  if (!job.log) {
    return;
  }
  const lines = report.lines ?? [];
  const room = Math.max(0, LIMITS.linesPerJob - job.logLines);
  plan.lines.push(
    ...lines
      .slice(0, room)
      .map((line) => storedLine({ job, attempt, nid }, { ...line, time: timeInJob(line.time, job, now) }))
  );
  job.logLines += Math.min(room, lines.length);
  drop(job, Math.max(0, lines.length - room), ['LINE_LIMIT'], plan);
  countDropped(report, job, plan);
  plan.touched.add(job);
}

/**
 * Between the job's creation and now, or what another controller's clock may show by now: a line is kept as long as its job,
 * found in its time, and stays behind those with a smaller seq.
 */
function timeInJob(time: number, { timeCreate }: ReportedJob, now: number): number {
  return Math.max(timeCreate, Math.min(time, now + CLOCKS_AGREE_MS));
}

/** Each report tells of the lines that were left out since the former one that did. */
export function countDropped(
  { droppedLines = 0, droppedBecause = [] }: LogsReport | ResultReport,
  job: ReportedJob,
  plan: ReportPlan
): void {
  drop(job, droppedLines, droppedBecause, plan);
}

function drop(job: ReportedJob, lines: number, reasons: readonly DropReason[], plan: ReportPlan): void {
  if (lines > 0) {
    job.droppedLines += lines;
    job.droppedBecause = [...new Set([...job.droppedBecause, ...reasons])];
    plan.dropped += lines;
    plan.touched.add(job);
  }
}

/** A line that says how an attempt ended, once: kept also beyond the limit of lines, and of a job that keeps none. */
export function addOutcome(line: StoredLine, job: ReportedJob, plan: ReportPlan): void {
  if (job.reportedAttempts.includes(line.attempt)) {
    throw new RefusedReport(`expected one result of attempt ${line.attempt}, got another`);
  }
  job.reportedAttempts = [...job.reportedAttempts, line.attempt];
  plan.lines.push(line);
  job.logLines += 1;
  plan.touched.add(job);
}
