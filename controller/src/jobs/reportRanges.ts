import type { Report } from '@openvcloud/contract';
import { LAST_REPORTED_SEQ } from '../logs/outcomeLine';

export const INTEGER_4 = 2 ** 31 - 1;
/** The last instant a Date can hold. */
const LAST_TIME = 8.64e15;

/**
 * Numbers that fit JSON but not their column. Such a report is refused alone, with a reason: as an error of the
 * database it would stop all reports behind it for good. undefined = all fit.
 */
export function rangeFault(report: Report): string | undefined {
  const checks: Array<readonly [name: string, value: number | null | undefined, limit: number]> = [
    ['time', report.time, LAST_TIME],
    ['resultTruncated', report.resultTruncated, Number.MAX_SAFE_INTEGER],
    ['droppedLines', report.droppedLines, Number.MAX_SAFE_INTEGER],
    ...(report.stats ?? []).map(({ time }) => ['stats.time', time, LAST_TIME] as const),
  ];
  for (const line of report.lines ?? []) {
    checks.push(
      ['lines.time', line.time, LAST_TIME],
      ['lines.seq', line.seq, LAST_REPORTED_SEQ],
      ['lines.pid', line.pid, INTEGER_4]
    );
    checks.push(['lines.truncatedFrom', line.truncatedFrom, Number.MAX_SAFE_INTEGER]);
  }
  const bad = checks.find(([, value, limit]) => value !== undefined && value !== null && Math.abs(value) > limit);
  return bad === undefined ? undefined : `expected ${bad[0]} of at most ${bad[2]}, got ${String(bad[1])}`;
}
