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
  /**
   * An index finds the matching rows at once, but PostgreSQL cannot tell how many there are: expecting many, it would walk
   * through the list's order to find few.
   */
  mayBeRare?: boolean;
  /**
   * What matches may stand together at one end of the order (errors sorted by their result, one command's jobs by how long
   * they ran). PostgreSQL takes it to be spread evenly, and may walk through nearly all rows to the first that matches.
   */
  mayBeFar?: boolean;
  /** Read at least so many, also when fewer are wanted: for very few PostgreSQL may walk an index that is in the list's order but not the rows'. */
  leastRead?: number;
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
  stoppedAt: Key | null;
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
