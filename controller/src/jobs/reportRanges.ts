import type { Report, ReportedLine } from '@openvcloud/contract';
import { LAST_REPORTED_SEQ } from '../logs/outcomeLine';

export const INTEGER_4 = 2 ** 31 - 1;
/** The last instant a Date can hold. */
const LAST_TIME = 8.64e15;
/** Millions of such samples add up to a double, too. */
const LARGEST_STAT = 1e290;

/**
 * Numbers that fit JSON but not their column. Such a report is refused alone, with a reason: as an error of the
 * database it would stop all reports behind it for good. undefined = all fit.
 */
export function rangeFault(report: Report): string | undefined {
  const bad = numbersOf(report).find(
    ([, value, limit]) => value !== undefined && value !== null && Math.abs(value) > limit
  );
  return bad === undefined ? undefined : `expected ${bad[0]} of at most ${bad[2]}, got ${String(bad[1])}`;
}

type Bounded = readonly [name: string, value: number | null | undefined, limit: number];

function numbersOf(report: Report): Bounded[] {
  switch (report.kind) {
    case 'started':
      return [['time', report.time, LAST_TIME]];
    case 'logs':
      return [dropped(report), ...(report.lines ?? []).flatMap(numbersOfLine)];
    case 'result':
      return [
        ['time', report.time, LAST_TIME],
        ['resultTruncated', report.resultTruncated, Number.MAX_SAFE_INTEGER],
        dropped(report),
      ];
    case 'stats':
      return report.stats.flatMap(({ time, value }): Bounded[] => [
        ['stats.time', time, LAST_TIME],
        ['stats.value', value, LARGEST_STAT],
      ]);
  }
}

function dropped({ droppedLines }: { droppedLines?: number | undefined }): Bounded {
  return ['droppedLines', droppedLines, Number.MAX_SAFE_INTEGER];
}

function numbersOfLine({ time, seq, pid, truncatedFrom }: ReportedLine): Bounded[] {
  return [
    ['lines.time', time, LAST_TIME],
    ['lines.seq', seq, LAST_REPORTED_SEQ],
    ['lines.pid', pid, INTEGER_4],
    ['lines.truncatedFrom', truncatedFrom, Number.MAX_SAFE_INTEGER],
  ];
}
