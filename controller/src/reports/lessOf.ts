import type { DropReason, LogsReport, Report, ReportedError, ResultReport } from '@openvcloud/contract';

/** Opens what stands in place of one that could not be stored: there is nothing more to leave out of it. */
const NO_RESULT = 'this result could not be stored (';
const NO_ERROR = 'this error could not be stored as it was (';

/**
 * A report that the database cannot hold → reports that together say as much of the same, without what may be at fault;
 * undefined when there is nothing left to leave out.
 */
export function lessOf(report: Report, fault: string): Report[] | undefined {
  switch (report.kind) {
    case 'logs':
      return fewerLines(report);
    case 'stats':
      return halves(report.stats)?.map((stats) => ({ ...report, stats }));
    case 'result':
      return lessOfResult(report, fault);
    case 'started':
      return undefined;
  }
}

/** A line at fault is counted as left out. */
function fewerLines(report: LogsReport): Report[] | undefined {
  const lines = report.lines ?? [];
  const droppedLines = report.droppedLines ?? 0;
  if (lines.length === 1) {
    const droppedBecause: DropReason[] = [...(report.droppedBecause ?? []), 'NOT_STORED'];
    return [{ ...report, lines: [], droppedLines: droppedLines + 1, droppedBecause }];
  }
  return halves(lines)?.map((part, index) => ({
    ...report,
    lines: part,
    droppedLines: index === 0 ? droppedLines : 0,
  }));
}

function halves<Item>(items: readonly Item[]): [Item[], Item[]] | undefined {
  const half = Math.ceil(items.length / 2);
  return items.length < 2 ? undefined : [items.slice(0, half), items.slice(half)];
}

/** That the job ended, how and when, without its result or the texts of its error. */
function lessOfResult(
  { result, resultJson, resultTruncated, error, ...end }: ResultReport,
  fault: string
): Report[] | undefined {
  if (error !== undefined) {
    return error.message.startsWith(NO_ERROR) ? undefined : [{ ...end, error: withoutTexts(error, fault) }];
  }
  const text = resultJson ?? JSON.stringify(result ?? null);
  return text.startsWith(`"${NO_RESULT}`)
    ? undefined
    : [{ ...end, result: `${NO_RESULT}${fault})`, resultTruncated: resultTruncated ?? Buffer.byteLength(text) }];
}

function withoutTexts({ type, message, messageTruncatedFrom }: ReportedError, fault: string): ReportedError {
  return {
    type: /^[\w.]{1,100}$/.test(type) ? type : 'Error',
    message: `${NO_ERROR}${fault}): its message and backtrace are left out; look at the job's log lines`,
    messageTruncatedFrom: messageTruncatedFrom ?? Buffer.byteLength(message),
    backtrace: null,
    file: null,
    line: null,
    function: null,
    code: null,
  };
}
