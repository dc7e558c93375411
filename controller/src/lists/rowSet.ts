import type { QueryResultRow } from 'pg';
import type { Key, Order } from '../query/keyset';
import type { Parameters } from '../database/parameters';

/** Rows in their order: what pages and exports read. */
export interface RowSet {
  /** Table and columns, fixed in the code. */
  from: string;
  columns: string;
  order: Order;
  conditions: (parameters: Parameters) => string[];
}

/** Which part of the list. */
export interface Reading {
  isForward: boolean;
  /** After this place; null from the start. */
  key: Key | null;
  count: number;
}

export interface FoundRows<Row> {
  rows: Array<{ row: Row; key: Key }>;
  /** The place up to which was looked, when neither enough rows nor the end of the list were found. */
  stoppedAt: Stop | null;
}

export interface Stop {
  key: Key;
  /** Epoch milliseconds. */
  time: number;
}

/** Does it go from the smaller to the greater? */
export function isAscending(order: Order, { isForward }: Pick<Reading, 'isForward'>): boolean {
  return order.isDescending !== isForward;
}

/** The order columns are selected as "key0", "key1"... */
export function keyColumns({ columns }: Order): string {
  return columns.map(({ sql }, index) => `${sql} as "key${index}"`).join(', ');
}

export function keyedRow<Row extends QueryResultRow>(row: Row, { columns }: Order): { row: Row; key: Key } {
  return { row, key: columns.map((_, index) => keyPart(row, index)) };
}

function keyPart(row: QueryResultRow, index: number): string | number | null {
  const value: unknown = row[`key${index}`];
  return typeof value === 'string' || typeof value === 'number' ? value : null;
}
