import { type LogRow } from '../lines/toLogLines';
import { edgeOf, MAX_LINES, type LogPage, type LogWindow } from './logWindow';

/** Lines that came last are kept for the page that is being asked for: it may have been read before they were stored. */
const KEPT = 2000;

export function keepCame(came: readonly LogRow[], lines: readonly LogRow[]): LogRow[] {
  return [...came, ...lines].slice(-KEPT);
}

/**
 * Takes lines in that were stored just now, in the order of the list. Where the newest lines are not loaded, or would be too
 * many, the window stays as it is.
 */
export function mergeCame(window: LogWindow, lines: readonly LogRow[], newest: 'first' | 'last'): LogWindow {
  const edge = edgeOf(window, newest);
  if (edge === undefined) {
    return window;
  }
  const known = new Set(edge.lines.map(({ id }) => id));
  const added = lines.filter((line) => !known.has(line.id) && belongs(line, edge, newest));
  if (added.length === 0) {
    return window;
  }
  const sign = newest === 'last' ? 1 : -1;
  const merged = newest === 'last' ? [...edge.lines, ...added] : [...added.reverse(), ...edge.lines];
  merged.sort((one, other) => sign * compare(one, other));
  const page = { ...edge, lines: merged };
  const { total } = window.meta;
  return {
    pages: newest === 'last' ? [...window.pages.slice(0, -1), page] : [page, ...window.pages.slice(1)],
    meta:
      total === undefined ? window.meta : { ...window.meta, total: { ...total, value: total.value + added.length } },
  };
}

/** More lines than are kept in memory: the newest page alone is then asked for. */
export function isOverfull({ pages }: LogWindow): boolean {
  return pages.reduce((sum, { lines }) => sum + lines.length, 0) > MAX_LINES;
}

/** A line of an older time than the page's oldest is on the page before, if there is one. */
function belongs(line: LogRow, { lines, prev, next }: LogPage, newest: 'first' | 'last'): boolean {
  const oldest = newest === 'last' ? lines[0] : lines.at(-1);
  const hasOlder = (newest === 'last' ? prev : next) !== null;
  return !hasOlder || oldest === undefined || compare(line, oldest) > 0;
}

/** As the controller sorts lines: those of one time by their job, and by their order in it. */
function compare(one: LogRow, other: LogRow): number {
  if (one.time !== other.time) {
    return one.time - other.time;
  }
  if (one.jobGuid !== other.jobGuid) {
    return one.jobGuid < other.jobGuid ? -1 : 1;
  }
  return one.seq - other.seq;
}
