/**
 * Why log lines of a job were left out. No schema library here: the panels import this file.
 * SPOOL_FULL: no room on the node's disk, or it could not be written · LINE_LIMIT: more than a job may have · NOT_STORED: the agent
 * could not pass them on, or the controller not store them · SPOOL_DAMAGED: what the node's disk gave back was not what was written.
 */
export const DROP_REASONS = ['SPOOL_FULL', 'LINE_LIMIT', 'NOT_STORED', 'SPOOL_DAMAGED'] as const;
export type DropReason = (typeof DROP_REASONS)[number];

const IN_WORDS: ReadonlyMap<string, string> = new Map<DropReason, string>([
  ['SPOOL_FULL', "no room on the node's disk for what waits to be delivered"],
  ['LINE_LIMIT', 'more than a job may have'],
  ['NOT_STORED', 'they could not be stored'],
  ['SPOOL_DAMAGED', "damaged on the node's disk before they were delivered"],
]);

export interface LinesOfJob {
  logLines: number;
  droppedLines: number;
  droppedBecause: readonly string[];
}

/** "12,000 of 20,000 lines were left out: no room on the node's disk..."; null when none was. */
export function describeDropped({ logLines, droppedLines, droppedBecause }: LinesOfJob): string | null {
  if (droppedLines === 0) {
    return null;
  }
  const count = (lines: number) => lines.toLocaleString('en-US');
  const reasons = droppedBecause.map((reason) => IN_WORDS.get(reason) ?? reason).join('; ');
  const verb = droppedLines === 1 ? 'line was' : 'lines were';
  return `${count(droppedLines)} of ${count(logLines + droppedLines)} ${verb} left out${reasons === '' ? '' : `: ${reasons}`}`;
}
