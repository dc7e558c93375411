import { type Assignment, type Report, type ReportedLine, type ResultReport } from '@openvcloud/contract';

type Line = Pick<ReportedLine, 'seq' | 'time' | 'level' | 'category' | 'message' | 'truncatedFrom' | 'tags'>;

/** What became of a job, gathered from its reports. */
export interface FakeJob {
  assignment: Assignment;
  pid: number | undefined;
  lines: Line[];
  /** Lines left out, as its reports said, and why. */
  dropped: number;
  droppedBecause: Set<string>;
  results: ResultReport[];
}

export function newFakeJob(assignment: Assignment): FakeJob {
  return { assignment, pid: undefined, lines: [], dropped: 0, droppedBecause: new Set(), results: [] };
}

export function applyReport(job: FakeJob | undefined, report: Report): void {
  if (!job) {
    return;
  }
  if (report.kind === 'started') {
    job.pid = report.pid;
  }
  if (report.kind === 'logs' || report.kind === 'result') {
    job.dropped += report.droppedLines ?? 0;
    report.droppedBecause?.forEach((reason) => job.droppedBecause.add(reason));
  }
  if (report.kind === 'logs') {
    job.lines.push(...(report.lines ?? []));
  } else if (report.kind === 'result') {
    job.results.push(report);
  }
}
