import { Report, ReportedLine, type DropReason } from '@openvcloud/contract';
import { guardFor } from '../wire/contractGuard';

const reportGuard = guardFor(Report);
const lineGuard = guardFor(ReportedLine);

/**
 * One line of a spool → the report in it, as the contract has it. Of log lines those that the contract does not allow are left
 * out and counted: one must not take all others with it. undefined: it is none.
 */
export function readReport(text: string): Report | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return reportGuard.accepts(value) ? value : withoutBadLines(value);
  } catch {
    return undefined;
  }
}

function withoutBadLines(value: unknown): Report | undefined {
  const report: Record<string, unknown> = { ...(typeof value === 'object' ? value : {}) };
  const { lines, droppedLines } = report;
  if (!Array.isArray(lines)) {
    return undefined;
  }
  const good = lines.filter((line) => lineGuard.accepts(line));
  const told = typeof droppedLines === 'number' ? droppedLines : 0;
  const because: DropReason[] = ['NOT_STORED'];
  const mended = { ...report, lines: good, droppedLines: told + lines.length - good.length, droppedBecause: because };
  return reportGuard.accepts(mended) ? mended : undefined;
}
