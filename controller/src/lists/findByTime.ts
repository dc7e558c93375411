import type { QueryResultRow } from 'pg';
import type { Database, QueryOptions } from '../database/database';
import { isByCreation } from '../query/jobSort';
import type { Key } from '../query/keyset';
import { readRows } from './readRows';
import { readWindows, type Windowing } from './readWindows';
import type { FoundRows, Reading, RowSet } from './rowSet';

type Find = <Row extends QueryResultRow>(reading: Reading) => Promise<FoundRows<Row>>;

interface ListByTime {
  rows: RowSet;
  /** The value that all rows have in the column the list is sorted by first; undefined when they may have several. */
  sortedBy: Key[number] | undefined;
  windowing: Windowing;
}

/** A list in the order of creation, or that is in it because its jobs are all the same in what it is sorted by; null when it is neither. */
export function findByTime(
  database: Database,
  { rows, sortedBy, windowing }: ListByTime,
  options: QueryOptions
): Find | null {
  if (isByCreation(rows.order)) {
    return (reading) => readWindows(database, rows, reading, windowing, options);
  }
  if (sortedBy === undefined) {
    return null;
  }
  const [, ...ties] = rows.order.columns;
  const byCreation: RowSet = { ...rows, order: { ...rows.order, columns: ties } };
  return async <Row extends QueryResultRow>(reading: Reading) => {
    const { key } = reading;
    // A place from when the jobs were not all the same.
    if (key !== null && key[0] !== sortedBy) {
      return readRows<Row>(database, rows, reading, options);
    }
    const placed = { ...reading, key: key?.slice(1) ?? null };
    return withFirst(sortedBy, await readWindows<Row>(database, byCreation, placed, windowing, options));
  };
}

/** The places in the order that was asked for. */
function withFirst<Row>(first: Key[number], { rows, stoppedAt }: FoundRows<Row>): FoundRows<Row> {
  return {
    rows: rows.map(({ row, key }) => ({ row, key: [first, ...key] })),
    stoppedAt: stoppedAt === null ? null : [first, ...stoppedAt],
  };
}
