import type { IndexedRange } from './indexedRanges';
import { nextSize, STEP_BUDGET_MS, type Growth, type StepRule, type StepTaken } from './stepThroughTime';

const DAY_MS = 86_400_000;
/** How long a slice should take: short enough to end in time, long enough that asking for it does not count. */
const SLICE_MS = 150;
/** Sizes in lines, by what the slice before took. */
const LINES: Growth = {
  first: 5_000,
  least: 1_000,
  most: 200_000,
  factor: (ms) => Math.min(Math.max(SLICE_MS / Math.max(ms, 1), 1 / 4), 4),
};
/** Read before the index is asked: a text that is common here fills its page sooner by reading on. */
const PROBED_LINES = 25_000;
const WORTH_READING_LINES = 300_000;

/** A part of a search: so many lines, or as far as the text indexes are asked in one go. */
export interface Slice {
  lines: number;
  /** Up to this moment, by the indexes; null: the lines are read. */
  indexedTo: number | null;
  /** Where it begins; null at an end of the list. */
  time: number | null;
  linesRead: number;
  /** How often the indexes were asked in a row. */
  asked: number;
  /** Where there are indexes; null as long as nobody wanted to know. */
  ranges: readonly IndexedRange[] | null;
}

/** `lookUpRanges` is null when no index can answer it. */
export function sliceRule(
  isAscending: boolean,
  wanted: number,
  lookUpRanges: (() => Promise<readonly IndexedRange[]>) | null
): StepRule<Slice> {
  return {
    first: { lines: LINES.first, indexedTo: null, time: null, linesRead: 0, asked: 0, ranges: null },
    budgetMs: ({ indexedTo }, leftMs) => (indexedTo === null ? leftMs : Math.min(STEP_BUDGET_MS, leftMs)),
    next: async (slice, taken) => {
      const next = sliceAfter(slice, taken, isAscending);
      if (lookUpRanges === null || !isRareSoFar(next.linesRead, taken.found, wanted)) {
        return next;
      }
      return askingIndexes({ ...next, ranges: next.ranges ?? (await lookUpRanges()) }, isAscending);
    },
    // Frequent somewhere in there: fewer days; when it is one day already, reading on finds as much as it can. Lines that
    // take so long one by one: fewer of them.
    instead: (slice) => {
      if (slice.indexedTo === null) {
        return slice.lines > LINES.least ? { ...slice, lines: LINES.least } : null;
      }
      return slice.asked === 0
        ? { ...slice, indexedTo: null, ranges: [] }
        : askingIndexes({ ...slice, asked: 0 }, isAscending);
    },
  };
}

/** Pure. The lines after. */
function sliceAfter(slice: Slice, { edge, ms }: StepTaken, isAscending: boolean): Slice {
  const time = isAscending ? edge + 1 : edge - 1;
  const next = { ...slice, time, indexedTo: null };
  return slice.indexedTo === null
    ? { ...next, linesRead: slice.linesRead + slice.lines, lines: nextSize(slice.lines, ms, LINES) }
    : { ...next, asked: slice.asked + 1 };
}

function askingIndexes(slice: Slice, isAscending: boolean): Slice {
  const { time, ranges, asked } = slice;
  const indexedTo = time === null || ranges === null ? null : indexedEdge(time, ranges, isAscending, asked);
  return { ...slice, indexedTo };
}

/** Pure. Would a page of `wanted` hits need more lines than reading them one by one is worth? */
export function isRareSoFar(linesRead: number, hits: number, wanted: number): boolean {
  if (linesRead < PROBED_LINES) {
    return false;
  }
  return hits === 0 || ((wanted - hits) / hits) * linesRead > WORTH_READING_LINES;
}

/**
 * Pure. Up to where (inclusive) the text indexes can be asked in one go, going on from `time`; null when the rows there have
 * none. Longer each time: what was asked before found too little. Part of a day is asked by itself.
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
