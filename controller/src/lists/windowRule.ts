import { timeWindow, type TimeWindow } from '../query/timeWindow';
import { nextSize, STEP_BUDGET_MS, type Growth, type StepRule } from './stepThroughTime';

const FACTOR = 4;
/** In so little time an index said that nothing is there. */
const IDLE_MS = 5;
/** Below it asking costs more than reading; above it a longer window might take longer than anyone waits. */
const QUICK_MS = 50;
const SLOW_MS = 200;

/** Lengths in milliseconds of time. */
const GROWTH: Growth = { first: 15 * 60_000, least: 1_000, most: Infinity, factor: growth };
/** Where an index knows at once that nothing is there, on to where something may be. Not so of texts: each day is work. */
const LEAPING: Growth = { ...GROWTH, factor: (ms) => (ms < IDLE_MS ? FACTOR ** 2 : growth(ms)) };

function growth(ms: number): number {
  if (ms > SLOW_MS) {
    return 1 / FACTOR;
  }
  return ms < QUICK_MS ? FACTOR : 1;
}

/** Where a list's rows are. */
export interface Extent {
  /** Between these are nearly all rows. */
  from: number;
  to: number;
  /** No window goes across one of these: the indexes of the rows before and after are different ones. */
  seams: readonly number[];
  mayLeap: boolean;
}

export interface Window extends TimeWindow {
  /** How long it is when nothing cuts it off. */
  span: number;
}

/**
 * Pure. A list by time is read in windows of time that grow: PostgreSQL plans only for the days it reads, and of what few
 * rows match it reads no more at once than a window. Together the windows are all of time: the outermost are open.
 */
export function windowRule(start: number, isAscending: boolean, extent: Extent): StepRule<Window> {
  const lengths = extent.mayLeap ? LEAPING : GROWTH;
  const between = (near: number | undefined, far: number | undefined) =>
    isAscending ? timeWindow(near, far) : timeWindow(far, near);
  const { first: span } = lengths;
  return {
    first: { ...between(undefined, farEdge(start, span, isAscending, extent)), span },
    budgetMs: () => STEP_BUDGET_MS,
    next: (window, { edge, ms }) => {
      const near = isAscending ? edge + 1 : edge;
      const next = nextSize(window.span, ms, lengths);
      return { ...between(near, farEdge(near, next, isAscending, extent)), span: next };
    },
    instead: (window) => {
      const near = isAscending ? window.from : window.to;
      const part = Math.round(window.span / FACTOR ** 2);
      const begin = near ?? start;
      return part < lengths.least ? null : { ...between(near, isAscending ? begin + part : begin - part), span: part };
    },
  };
}

/** Past the last rows there is none. */
function farEdge(near: number, span: number, isAscending: boolean, { from, to, seams }: Extent): number | undefined {
  const far = isAscending ? near + span : near - span;
  const crossed = seams.filter((seam) => (isAscending ? seam > near && seam < far : seam < near && seam > far));
  if (crossed.length > 0) {
    return isAscending ? Math.min(...crossed) : Math.max(...crossed);
  }
  return (isAscending ? far < to : far > from) ? far : undefined;
}

/** Pure. The last moment of a window; null when nothing of the range comes after it. */
export function lastMoment({ from, to }: TimeWindow, range: TimeWindow, isAscending: boolean): number | null {
  if (isAscending) {
    return to === undefined || (range.to !== undefined && to >= range.to) ? null : to - 1;
  }
  return from === undefined || (range.from !== undefined && from <= range.from) ? null : from;
}
