import type { Page, Total } from '@openvcloud/contract';
import type { QueryResultRow } from 'pg';
import type { Database, QueryOptions } from '../database/database';
import { ApiError } from '../errors';
import { countRows } from './countRows';
import { decodeCursor, encodeCursor, selectionHash, type Cursor } from './cursor';
import { segmentsAfter, type Key, type Order } from './keyset';
import { Parameters, where } from './parameters';

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
  /** Read at least so many, also when fewer are wanted: for very few PostgreSQL may walk an index that is in the list's order but not the rows'. */
  leastRead?: number;
}

export interface PageRequest extends RowSet {
  /** What the cursor belongs to, besides the order. */
  selection: unknown;
  limit: number;
  cursor?: string;
  at?: 'first' | 'last';
  isCounted: boolean;
  /** A way to the exact total that does not go through the rows; null when there is none for this request. */
  countExactly?: (options: QueryOptions) => Promise<number | null>;
  /** Opens the list in its middle: the page begins after this place. */
  start?: Key | null;
  /** Another way to the rows, which may end before the list does. */
  find?: null | (<Row extends QueryResultRow>(reading: Reading) => Promise<FoundRows<Row>>);
}

export interface Reading {
  isForward: boolean;
  key: Key | null;
  count: number;
}

export interface FoundRows<Row> {
  rows: Array<{ row: Row; key: Key }>;
  /** The place up to which was looked, when neither enough rows nor the end of the list were found. */
  stoppedAt: Key | null;
}

export interface PageOfRows<Row> {
  items: Row[];
  page: Page;
  total: Total;
  stoppedAt: Key | null;
}

/** One page of a list, by key: the deepest page costs what the first one costs. */
export async function readPage<Row extends QueryResultRow>(
  database: Database,
  request: PageRequest,
  options: QueryOptions
): Promise<PageOfRows<Row>> {
  const { order, limit, at } = request;
  const hash = selectionHash(order, request.selection);
  const cursor = startOf(request, hash);
  const isForward = cursor === null ? at !== 'last' : cursor.isForward;
  const counting = request.isCounted ? countRows(database, request, options) : Promise.resolve(null);
  const reading: Reading = { isForward, key: keyOf(cursor), count: limit + 1 };
  const [{ rows: found, ...search }, total] = await Promise.all([
    request.find?.<Row>(reading) ?? readRows<Row>(database, request, reading, options),
    counting,
  ]);
  const size = sizeOf(request, total);
  const stoppedAt = found.length > size ? null : search.stoppedAt;
  const hasMore = found.length > size || stoppedAt !== null;
  const rows = found.slice(0, size);
  const ordered = isForward ? rows : [...rows].reverse();
  const offset = offsetOf(cursor, at, rows.length, hasMore, total);
  const after = offset === null ? null : offset + rows.length;
  const isMore = { after: isForward ? hasMore : cursor !== null, before: isForward ? cursor !== null : hasMore };
  const edges = edgesOf(ordered, stoppedAt, isForward, request.start);
  return {
    items: ordered.map(({ row }) => row),
    page: {
      next: isMore.after ? cursorAt(edges.last, true, after, hash) : null,
      prev: isMore.before ? cursorAt(edges.first, false, offset, hash) : null,
      limit,
      offset,
    },
    total: atLeast(total, after ?? rows.length, isMore.after || after === null),
    stoppedAt,
  };
}

interface Place {
  key: Key;
}

/** Where the pages beside this one begin: at its rows, or where the search for them stopped. */
function edgesOf(
  ordered: readonly Place[],
  stoppedAt: Key | null,
  isForward: boolean,
  start?: Key | null
): { first?: Place; last?: Place } {
  const first = ordered[0] ?? (start ? { key: start } : undefined);
  const last = ordered.at(-1);
  if (stoppedAt === null) {
    return { first, last };
  }
  const stop = { key: stoppedAt };
  return isForward ? { first: first ?? stop, last: stop } : { first: stop, last: last ?? stop };
}

function startOf({ cursor, at, order, start }: PageRequest, hash: string): Cursor | null {
  if (cursor !== undefined && at !== undefined) {
    throw new ApiError('BAD_CURSOR', 'Expected cursor or at, got both.');
  }
  if (start) {
    return { key: start, isForward: true, offset: null };
  }
  return cursor === undefined ? null : decodeCursor(cursor, order, hash);
}

function keyOf(cursor: Cursor | null): Key | null {
  return cursor?.key ?? null;
}

function cursorAt(place: Place | undefined, isForward: boolean, offset: number | null, hash: string): string | null {
  return place === undefined ? null : encodeCursor({ key: place.key, isForward, offset }, hash);
}

/** Without an exact total: what has been seen, which is all when the page is the last one of a known place. */
function atLeast(total: Total | null, seen: number, isMore: boolean): Total {
  if (total?.relation === 'eq') {
    return total;
  }
  return isMore || total !== null
    ? { value: Math.max(total?.value ?? 0, seen), relation: 'gte' }
    : { value: seen, relation: 'eq' };
}

/** A last page has the size it would have when paged to from the start: more is read, rather than to wait for the total. */
function sizeOf({ at, limit }: PageRequest, total: Total | null): number {
  return at === 'last' && total?.relation === 'eq' ? total.value % limit || limit : limit;
}

function offsetOf(
  cursor: { offset: number | null; isForward: boolean } | null,
  at: PageRequest['at'],
  rows: number,
  hasMore: boolean,
  total: Total | null
): number | null {
  if (cursor === null) {
    return at === 'last' ? (total?.relation === 'eq' ? total.value - rows : null) : 0;
  }
  if (cursor.isForward) {
    return cursor.offset;
  }
  // At the start the position is certain, whatever came in between.
  return hasMore ? (cursor.offset === null ? null : Math.max(0, cursor.offset - rows)) : 0;
}

/**
 * Most pages come from the first segment alone, and the second may be slow to find nothing. Where it is needed both are
 * read in one statement, so that they see the same moment.
 */
async function readRows<Row extends QueryResultRow>(
  database: Database,
  request: PageRequest,
  reading: Reading,
  options: QueryOptions
): Promise<FoundRows<Row>> {
  const isRare = await isRareIn(database, request, options);
  const read = (used: number) => readSegments<Row>(database, { ...request, isRare }, reading, used, options);
  const used = beginsWithFew(request.order, reading) ? 2 : 1;
  const first = await read(used);
  const isEnough = first.rows.length >= reading.count || first.segments <= used;
  const { rows } = isEnough ? first : await read(first.segments);
  return { rows: rows.slice(0, reading.count).map((row) => keyedRow(row, request.order)), stoppedAt: null };
}

/** Then the rows without a value come first and do not fill a page. */
function beginsWithFew({ columns, isDescending }: Order, { isForward }: Reading): boolean {
  return columns[0]?.isRarelyMissing === true && isDescending !== isForward;
}

/** So few are sorted faster than a list is walked. */
const FEW_ROWS = 1_000;

export async function isRareIn(
  database: Database,
  { from, conditions, mayBeRare }: RowSet,
  options: QueryOptions
): Promise<boolean> {
  if (mayBeRare !== true) {
    return false;
  }
  const parameters = new Parameters();
  const filter = where(conditions(parameters));
  const text = `select count(*) as count from (select 1 from ${from} ${filter} limit ${FEW_ROWS + 1}) as found`;
  const [row] = await database.read<{ count: number }>(
    { text, values: parameters.values },
    { ...options, name: 'probe' }
  );
  return row !== undefined && row.count <= FEW_ROWS;
}

async function readSegments<Row extends QueryResultRow>(
  database: Database,
  request: PageRequest & { isRare: boolean },
  { isForward, key, count }: Reading,
  used: number,
  options: QueryOptions
) {
  const { columns, order, isRare, leastRead = 0 } = request;
  const parameters = new Parameters();
  const matching = request.conditions(parameters);
  const { from, conditions } = isRare
    ? foundFirst(request.from, matching)
    : { from: request.from, conditions: matching };
  const keyColumns = order.columns.map(({ sql }, index) => `${sql} as "key${index}"`).join(', ');
  const segments = segmentsAfter(order, isForward, key, parameters);
  const parts = segments.slice(0, used).map((segment, index) => {
    const filter = where([...conditions, ...segment.conditions]);
    return `(select ${columns}, ${keyColumns}, ${index} as "segment" from ${from} ${filter} order by ${segment.orderBy} limit ${Math.max(count, leastRead)})`;
  });
  const rows = await database.read<Row & { segment: number }>(
    { text: parts.join(' union all '), values: parameters.values },
    options
  );
  // UNION ALL promises no order between its parts; sort() is stable.
  rows.sort((a, b) => a.segment - b.segment);
  return { rows, segments: segments.length };
}

/** OFFSET 0 keeps PostgreSQL from looking for them in the list's order. */
export function foundFirst(table: string, matching: readonly string[]): { from: string; conditions: string[] } {
  return { from: `(select * from ${table} ${where(matching)} offset 0) as ${table}`, conditions: [] };
}

export function keyedRow<Row extends QueryResultRow>(row: Row, { columns }: Order): { row: Row; key: Key } {
  return { row, key: columns.map((_, index) => keyPart(row, index)) };
}

function keyPart(row: QueryResultRow, index: number): string | number | null {
  const value: unknown = row[`key${index}`];
  return typeof value === 'string' || typeof value === 'number' ? value : null;
}
