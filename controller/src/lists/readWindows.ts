import type { QueryResultRow } from 'pg';
import type { Database } from '../database/database';
import type { QueryOptions } from '../database/queryable';
import { oldestDay } from '../database/partitions';
import { timeRangeSql } from '../query/filterSql';
import type { Key } from '../query/keyset';
import type { TimeWindow } from '../query/timeWindow';
import type { WindowsPlan } from './planList';
import { readInOrder } from './readRows';
import { isAscending, type FoundRows, type Reading, type RowSet } from './rowSet';
import { stepThroughTime } from './stepThroughTime';
import { lastMoment, windowRule, type Extent, type Window } from './windowRule';

/** The next rows of a list whose order begins with the time its table is partitioned by. */
export async function readWindows<Row extends QueryResultRow>(
  database: Database,
  rows: RowSet,
  { order, prefix, days, range, now, indexed }: WindowsPlan,
  { isForward, key: place, count }: Reading,
  pageBudgetMs: number,
  options: QueryOptions
): Promise<FoundRows<Row>> {
  const isUp = isAscending(order, { isForward });
  const key = place?.slice(prefix.length) ?? null;
  const extent: Extent = {
    from: await oldestDay(database, days, options),
    to: now,
    seams: indexed.flatMap(({ from, to, isPart }) => (isPart ? [from, to] : [])),
    mayLeap: indexed.length === 0,
  };
  const start = key === null ? startOf(extent, range, isUp) : Number(key[0]);
  const found = await stepThroughTime<Window, Row>(
    {
      order,
      isAscending: isUp,
      key,
      count,
      rule: windowRule(start, isUp, extent),
      read: async (window, wanted, budgetMs) => {
        const reading = { isForward, key, count: wanted.count };
        const inside = { ...rows, order, conditions: withinWindow(rows, order.columns[0]?.sql ?? '', window) };
        const read = await readInOrder<Row>(database, inside, reading, {}, { ...options, budgetMs });
        return { rows: read.rows, edge: lastMoment(window, range, isUp) };
      },
    },
    pageBudgetMs
  );
  return withPrefix(prefix, found);
}

/** Where a list that is read from its start begins. */
function startOf({ from, to }: Extent, range: TimeWindow, isAscending: boolean): number {
  return isAscending ? Math.max(range.from ?? from, from) : Math.min(range.to ?? to, to);
}

function withinWindow({ conditions }: RowSet, time: string, window: TimeWindow): RowSet['conditions'] {
  return (parameters) => [...conditions(parameters), ...timeRangeSql(time, window, parameters)];
}

/** The places in the order that was asked for. */
function withPrefix<Row>(prefix: Key, { rows, stoppedAt }: FoundRows<Row>): FoundRows<Row> {
  return {
    rows: rows.map(({ row, key }) => ({ row, key: [...prefix, ...key] })),
    stoppedAt: stoppedAt && { ...stoppedAt, key: [...prefix, ...stoppedAt.key] },
  };
}
