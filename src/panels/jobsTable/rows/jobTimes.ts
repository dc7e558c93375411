import { formatDuration } from '../../../duration/formatDuration';
import { type JobRow } from './toJobRows';

export interface Span {
  text: string;
  title: string;
  /** Still counting when the list was read. */
  isOpen: boolean;
  /** Part of the timeout that is used up, 0..1 and above. */
  ofTimeout?: number;
}

/** How long a job waited, or waits: counted to the moment the list was read. */
export function waitOf(row: JobRow, asOf: number): Span | undefined {
  if (row.waitMs !== null) {
    return { text: formatDuration(row.waitMs), title: 'from create to start', isOpen: false };
  }
  return row.isEnded ? undefined : openSpan(asOf - row.timeCreate, 'waits since create');
}

/** How long a job ran, or runs, and how much of its timeout that is. */
export function runOf(row: JobRow, asOf: number): Span | undefined {
  const isRunning = row.runMs === null && row.timeStart !== null && !row.isEnded;
  const ms = isRunning ? asOf - (row.timeStart ?? asOf) : row.runMs;
  if (ms === null) {
    return undefined;
  }
  const span = isRunning
    ? openSpan(ms, 'runs')
    : { text: formatDuration(ms), title: 'from start to stop', isOpen: false };
  if (row.timeoutSeconds <= 0) {
    return span;
  }
  const ofTimeout = ms / (row.timeoutSeconds * 1000);
  const title = `${span.title}: ${percent(ofTimeout)} of its timeout of ${formatDuration(row.timeoutSeconds * 1000)}`;
  return { ...span, title, ofTimeout };
}

function openSpan(ms: number, title: string): Span {
  return { text: `${formatDuration(Math.max(0, ms))}…`, title, isOpen: true };
}

function percent(part: number): string {
  return part > 0 && part < 0.01 ? '<1 %' : `${Math.round(part * 100)} %`;
}
