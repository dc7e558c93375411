import type { DayTable } from '../database/partitions';
import type { Parameters } from '../database/parameters';
import type { QueryOptions } from '../database/queryable';
import type { Key, Order } from '../query/keyset';
import type { TimeWindow } from '../query/timeWindow';
import type { IndexedRange } from './indexedRanges';
import { isAscending, type Reading, type RowSet } from './rowSet';

/** A list and what is known of it before it is read. */
export interface List extends RowSet {
  facts: ListFacts;
}

export interface ListFacts {
  /** Is it a part of the table only? What every question has of its own (a grid, a job) does not count. */
  isNarrowed: boolean;
  /** Does finding its rows mean to look at others, too: at their texts, or for what they have not? */
  isSearch: boolean;
  /**
   * An index finds the matching rows at once, but PostgreSQL cannot tell how many there are: expecting many, it would walk
   * through the list's order to find few. So they are counted first, up to a thousand.
   */
  mayBeFew: boolean;
  /** All rows have this value in the column the list is sorted by first; undefined when they may have several. */
  sortedBy?: Key[number];
  /** Read at least so many, also when fewer are wanted: for very few PostgreSQL may walk an index that is in the list's order but not the rows'. */
  leastRead?: number;
  /** How its table can be read by steps through time; undefined: not at all. */
  steps?: ByWindows | BySlices;
}

/** Any part of it can be read by itself, in windows of time. */
export interface ByWindows {
  by: 'windows';
  /** By which the rows are kept in days. */
  timeColumn: string;
  days: DayTable;
  /** What the conditions say about the time, too. */
  range: TimeWindow;
  now: number;
  /** Where a text is looked up, its days' and parts' indexes; none when it is not looked for. */
  indexed: readonly IndexedRange[];
}

/** What matches is looked for in so many rows at a time. */
export interface BySlices {
  by: 'slices';
  /** Of the conditions those that the order's index serves: they bound what is read. */
  scope: (parameters: Parameters) => string[];
  /** Is one job's lines all there is to look at? Of those PostgreSQL cannot guess how many hold a text. */
  isOneJob: boolean;
  /** Where a text index can answer it; null when none can. */
  indexed: ((options: QueryOptions) => Promise<IndexedRange[]>) | null;
}

/** How a page is read, with a sentence that says why. */
export type ListPlan = { because: string } & (CollectPlan | WalkPlan | WindowsPlan | SlicesPlan);

/** What matches is found first, by whichever index knows it, and sorted. */
interface CollectPlan {
  way: 'collect';
}

/** Through the index of the list's order, from row to row. */
export interface WalkPlan {
  way: 'walk';
  /** A walk that takes longer is given up, for the other way: collecting. Null: there is no better one. */
  patienceMs: number | null;
  leastRead: number;
  /** The rows without a value come first and do not fill a page: those with one are read in the same statement. */
  beginsWithFew: boolean;
}

export interface WindowsPlan extends Omit<ByWindows, 'by' | 'timeColumn'> {
  way: 'windows';
  /** Begins with the time. */
  order: Order;
  /** What stands before it in the order that was asked for: the same in all rows. */
  prefix: Key;
}

export interface SlicesPlan extends Omit<BySlices, 'by'> {
  way: 'slices';
}

/** Most walks through an order end in a tenth of it; one that does not will probably not end soon. */
const WALK_MS = 100;

/** Pure. How to read a page of the list; docs/adr/0010 has the reasons and their measures. */
export function planList({ order, facts }: List, reading: Omit<Reading, 'count'>, isFew: boolean): ListPlan {
  if (isFew) {
    return { way: 'collect', because: 'what matches found first, then sorted: it is at most a thousand rows' };
  }
  return planSteps(order, facts, reading) ?? planWalk(order, facts, reading);
}

function planSteps(
  order: Order,
  { steps, sortedBy, isSearch }: ListFacts,
  reading: Omit<Reading, 'count'>
): ListPlan | null {
  if (steps === undefined) {
    return null;
  }
  const direction = `the ${isAscending(order, reading) ? 'oldest' : 'newest'} first`;
  if (steps.by === 'slices') {
    const { by: _by, ...how } = steps;
    const lookUp = how.indexed === null ? '' : ', and the text indexes if it proves rare';
    return isSearch
      ? {
          ...how,
          way: 'slices',
          because: `slices of lines, ${direction}${lookUp}: not every line read is one of the list`,
        }
      : null;
  }
  const { by: _by, timeColumn, ...how } = steps;
  const [first, ...ties] = order.columns;
  if (first?.sql === timeColumn) {
    const because = `windows of time, ${direction}: sorted by it`;
    return { ...how, way: 'windows', order, prefix: [], because };
  }
  // A place from when the rows were not all the same is none in the order of time.
  if (sortedBy === undefined || (reading.key !== null && reading.key[0] !== sortedBy)) {
    return null;
  }
  const because = `windows of time, ${direction}: all have the same in what they are sorted by`;
  return { ...how, way: 'windows', order: { ...order, columns: ties }, prefix: [sortedBy], because };
}

function planWalk(order: Order, { isNarrowed, leastRead = 0 }: ListFacts, reading: Omit<Reading, 'count'>): ListPlan {
  const beginsWithFew = order.columns[0]?.isRarelyMissing === true && isAscending(order, reading);
  const walk = { way: 'walk', leastRead, beginsWithFew } as const;
  // What matches may stand together at one end of the order (errors sorted by their result, one command's jobs by how long
  // they ran). PostgreSQL takes it to be spread evenly, and may walk through nearly all rows to the first that matches.
  return isNarrowed
    ? {
        ...walk,
        patienceMs: WALK_MS,
        because: `the index of its order for ${WALK_MS} ms, then what matches found first and sorted: it may stand far in this order`,
      }
    : { ...walk, patienceMs: null, because: 'the index of its order: every row of it is one of the list' };
}
