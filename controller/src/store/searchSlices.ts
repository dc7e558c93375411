import type { Key, Order } from './keyset';

const DAY_MS = 86_400_000;
const FIRST_LINES = 5_000;
const MOST_LINES = 200_000;
/** How long a slice should take: short enough to end in time, long enough that asking for it does not count. */
const SLICE_MS = 150;
/** Read before the index is asked: a text that is common here fills its page sooner by reading on. */
const PROBED_LINES = 25_000;
const WORTH_READING_LINES = 300_000;

/** Half-open, epoch milliseconds. */
export interface TimeRange {
  from: number;
  to: number;
}

/** How far a search has come. */
export interface Progress {
  linesRead: number;
  hits: number;
}

/** Would a page of `wanted` hits need more lines than reading them one by one is worth? */
export function isRareSoFar({ linesRead, hits }: Progress, wanted: number): boolean {
  if (linesRead < PROBED_LINES) {
    return false;
  }
  return hits === 0 || ((wanted - hits) / hits) * linesRead > WORTH_READING_LINES;
}

/** As many lines as fit into a slice's time, by what the slice before took. */
export function nextSliceLines(former?: { lines: number; ms: number }): number {
  if (former === undefined) {
    return FIRST_LINES;
  }
  const fitting = (former.lines * SLICE_MS) / Math.max(former.ms, 1);
  const gradual = Math.min(Math.max(fitting, former.lines / 4), former.lines * 4);
  return Math.round(Math.min(Math.max(gradual, FIRST_LINES / 5), MOST_LINES));
}

/**
 * Up to where (inclusive) the text indexes can be asked in one go, going on from `time`; null when the next lines have
 * none. Longer each time: what was asked before found too little.
 */
export function indexedEdge(
  time: number,
  indexed: readonly TimeRange[],
  isAscending: boolean,
  asked: number
): number | null {
  const span = DAY_MS * 2 ** asked;
  const isIn = (one: number) => indexed.find(({ from, to }) => one >= from && one < to);
  const limit = isAscending ? time + span : time - span;
  let edge: number | null = null;
  for (let next = time; ;) {
    const range = isIn(isAscending ? next + 1 : next - 1);
    if (range === undefined) {
      return edge;
    }
    next = isAscending ? Math.min(range.to - 1, limit) : Math.max(range.from, limit);
    edge = next;
    if (next === limit) {
      return edge;
    }
  }
}

/** The place after (or, going down, before) all rows of that moment. The order's first column is the time. */
export function placeBeside(order: Order, time: number, isAscending: boolean): Key {
  const rest = order.columns.slice(1).map(({ type }) => {
    if (type === 'text') {
      return isAscending ? '\u{10ffff}' : '';
    }
    return isAscending ? Number.MAX_SAFE_INTEGER : Number.MIN_SAFE_INTEGER;
  });
  return [time, ...rest];
}
