import { timeWindow, type TimeWindow } from '../query/timeWindow';

const FIRST_MS = 15 * 60_000;
const LEAST_MS = 1_000;
const FACTOR = 4;
/** In so little time an index said that nothing is there. */
const IDLE_MS = 5;
/** Below it asking costs more than reading; above it a longer window might take longer than anyone waits. */
const QUICK_MS = 50;
const SLOW_MS = 200;

/** Between these are nearly all rows. */
export interface Extent {
  from: number;
  to: number;
  /** No window goes across one of these: the indexes of the rows before and after are different ones. */
  seams?: readonly number[];
  /** Where an index knows at once that nothing is there, go on to where something may be. Not so of texts: each day is work. */
  mayLeap?: boolean;
}

/** Where a list has come to, window by window. */
export interface WindowWalk {
  isAscending: boolean;
  window: TimeWindow;
  /** How long it is, when it has both bounds. */
  span: number;
}

/**
 * Pure. A list by time is read in windows of time that grow: PostgreSQL plans only for the days it reads, and of what few
 * rows match it reads no more at once than a window. Together the windows are all of time: the outermost are open.
 */
export function firstWindow(start: number, isAscending: boolean, rows: Extent): WindowWalk {
  const far = farEdge(start, FIRST_MS, isAscending, rows);
  return { isAscending, window: isAscending ? timeWindow(undefined, far) : timeWindow(far, undefined), span: FIRST_MS };
}

/** The window after one that was read in so many milliseconds; null at the end of time. */
export function nextWindow({ isAscending, window, span }: WindowWalk, ms: number, rows: Extent): WindowWalk | null {
  const edge = isAscending ? window.to : window.from;
  if (edge === undefined) {
    return null;
  }
  const next = Math.max(span * growth(ms, rows), LEAST_MS);
  const far = farEdge(edge, next, isAscending, rows);
  return { isAscending, window: isAscending ? timeWindow(edge, far) : timeWindow(far, edge), span: next };
}

function growth(ms: number, { mayLeap = false }: Extent): number {
  if (ms > SLOW_MS) {
    return 1 / FACTOR;
  }
  return mayLeap && ms < IDLE_MS ? FACTOR ** 2 : ms < QUICK_MS ? FACTOR : 1;
}

/** The first part of a window that could not be read in time; null when it cannot be much shorter. */
export function shorterWindow({ isAscending, window, span }: WindowWalk): WindowWalk | null {
  const next = span / FACTOR ** 2;
  const near = isAscending ? window.from : window.to;
  if (next < LEAST_MS || near === undefined) {
    return null;
  }
  return {
    isAscending,
    window: isAscending ? timeWindow(near, near + next) : timeWindow(near - next, near),
    span: next,
  };
}

/** Past the last rows there is none. */
function farEdge(
  edge: number,
  span: number,
  isAscending: boolean,
  { from, to, seams = [] }: Extent
): number | undefined {
  const far = isAscending ? edge + span : edge - span;
  const crossed = seams.filter((seam) => (isAscending ? seam > edge && seam < far : seam < edge && seam > far));
  if (crossed.length > 0) {
    return isAscending ? Math.min(...crossed) : Math.max(...crossed);
  }
  return isAscending ? (far < to ? far : undefined) : far > from ? far : undefined;
}
