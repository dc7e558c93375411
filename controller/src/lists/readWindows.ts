import type { QueryResultRow } from 'pg';
import type { Database, QueryOptions } from '../database/database';
import { oldestDay, type DayTable } from '../database/partitions';
import { OUT_OF_TIME, withinBudget } from '../database/withinBudget';
import { timeRangeSql } from '../query/filterSql';
import type { IndexedRange } from './indexedRanges';
import { isRareIn, readFoundFirst, readRows } from './readRows';
import type { FoundRows, Reading, RowSet } from './rowSet';
import { placeBeside } from './searchSlices';
import type { TimeWindow } from '../query/timeWindow';
import { firstWindow, nextWindow, shorterWindow, type Extent, type WindowWalk } from './timeWindows';

/** A window that takes longer is read in parts. */
const WINDOW_BUDGET_MS = 500;

export interface Windowing {
  /** The table whose days hold the rows. */
  days: DayTable;
  /** What the conditions say about the time, too. */
  range: TimeWindow;
  now: number;
  /** Where a text is looked up, its days' and parts' indexes; none when it is not looked for. */
  indexed: readonly IndexedRange[];
  /** Answered after about this, with what has been found and the place to go on from. */
  budgetMs: number;
}

/** The next rows of a list whose order begins with the time its table is partitioned by. */
export async function readWindows<Row extends QueryResultRow>(
  database: Database,
  rowSet: RowSet,
  reading: Reading,
  windowing: Windowing,
  options: QueryOptions
): Promise<FoundRows<Row>> {
  const { order } = rowSet;
  if (await isRareIn(database, rowSet, options)) {
    return readFoundFirst<Row>(database, rowSet, reading, options);
  }
  const deadline = performance.now() + windowing.budgetMs;
  const isAscending = order.isDescending !== reading.isForward;
  const rows: FoundRows<Row>['rows'] = [];
  // What lies outside of it is in the outermost windows, which are open.
  const seams = windowing.indexed.flatMap(({ from, to, isPart }) => (isPart ? [from, to] : []));
  const from = await oldestDay(database, windowing.days, options);
  const extent = { from, to: windowing.now, seams, mayLeap: windowing.indexed.length === 0 };
  const start = reading.key === null ? startOf(extent, windowing.range, isAscending) : Number(reading.key[0]);
  let walk: WindowWalk | null = firstWindow(start, isAscending, extent);
  // The first window has no budget: whoever asks again must get on.
  for (let budget = {}; ; budget = { budgetMs: WINDOW_BUDGET_MS }) {
    const wanted = { ...reading, count: reading.count - rows.length };
    const began = performance.now();
    const window = within(walk.window, rowSet);
    const found: FoundRows<Row> | typeof OUT_OF_TIME = await withinBudget(
      readRows<Row>(database, window, wanted, { ...options, ...budget })
    );
    const isRead = found !== OUT_OF_TIME;
    rows.push(...(isRead ? found.rows : []));
    const edge = isRead ? farEdge(walk) : nearEdge(walk);
    if (rows.length >= reading.count || edge === undefined || isBeyond(edge, windowing.range, isAscending)) {
      return { rows, stoppedAt: null };
    }
    walk = isRead ? nextWindow(walk, performance.now() - began, extent) : shorterWindow(walk);
    if (walk === null || performance.now() >= deadline) {
      return { rows, stoppedAt: placeBeside(order, isAscending ? edge - 1 : edge, isAscending) };
    }
  }
}

/** Where a list that is read from its start begins. */
function startOf({ from, to }: Extent, range: TimeWindow, isAscending: boolean): number {
  return isAscending ? Math.max(range.from ?? from, from) : Math.min(range.to ?? to, to);
}

/** What follows a window begins at its far edge: of a list that goes down, the earlier one. */
function farEdge({ isAscending, window: { from, to } }: WindowWalk): number | undefined {
  return isAscending ? to : from;
}

function nearEdge({ isAscending, window: { from, to } }: WindowWalk): number | undefined {
  return isAscending ? from : to;
}

function isBeyond(edge: number, { from, to }: TimeWindow, isAscending: boolean): boolean {
  return isAscending ? to !== undefined && edge >= to : from !== undefined && edge <= from;
}

function within(window: TimeWindow, rowSet: RowSet): RowSet {
  const [time] = rowSet.order.columns;
  return {
    ...rowSet,
    mayBeRare: false,
    mayBeFar: false,
    conditions: (parameters) => [
      ...rowSet.conditions(parameters),
      ...timeRangeSql(time?.sql ?? '', window, parameters),
    ],
  };
}
