import type { IndexedRange } from './indexedRanges';
import type { Key, Order } from '../query/keyset';

const DAY_MS = 86_400_000;
const FIRST_LINES = 5_000;
const MOST_LINES = 200_000;
/** How long a slice should take: short enough to end in time, long enough that asking for it does not count. */
const SLICE_MS = 150;
/** Read before the index is asked: a text that is common here fills its page sooner by reading on. */
const PROBED_LINES = 25_000;
const WORTH_READING_LINES = 300_000;

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
 * Up to where (inclusive) the text indexes can be asked in one go, going on from `time`; null when the rows there have none.
 * Longer each time: what was asked before found too little. Part of a day is asked by itself.
 */
export function indexedEdge(
  time: number,
  indexed: readonly IndexedRange[],
  isAscending: boolean,
  asked: number
): number | null {
  const span = DAY_MS * 2 ** asked;
  const limit = isAscending ? time + span : time - span;
  let edge: number | null = null;
  for (let next = time; ;) {
    const range = indexed.find(({ from, to }) => next >= from && next < to);
    if (range === undefined || (range.isPart && edge !== null)) {
      return edge;
    }
    edge = isAscending ? Math.min(range.to - 1, limit) : Math.max(range.from, limit);
    if (range.isPart || edge === limit) {
      return edge;
    }
    next = isAscending ? edge + 1 : edge - 1;
  }
}

/** The place after (or, going down, before) all rows of that moment. The order's first column is the time. */
export function placeBeside(order: Order, time: number, isAscending: boolean): Key {
  // In front of all rows of the next moment: so the rows to come have its time at least, which is what an index is asked for.
  const rest = order.columns.slice(1).map(({ type }) => {
    if (type === 'text') {
      return isAscending ? '' : '\u{10ffff}';
    }
    return isAscending ? Number.MIN_SAFE_INTEGER : Number.MAX_SAFE_INTEGER;
  });
  return [isAscending ? time + 1 : time - 1, ...rest];
}
