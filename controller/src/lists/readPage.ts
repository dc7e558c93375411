import type { Page, Total } from '@openvcloud/contract';
import type { QueryResultRow } from 'pg';
import type { Database } from '../database/database';
import type { QueryOptions } from '../database/queryable';
import { ApiError } from '../errors/errors';
import { countRows, countUpTo, knownTotal, type CountExactly } from './countRows';
import { decodeCursor, encodeCursor, selectionHash, type Cursor } from './cursor';
import type { Key } from '../query/keyset';
import type { List } from './planList';
import type { FoundRows, Reading, Stop } from './rowSet';
import { runList } from './runList';
import { PAGE_BUDGET_MS } from './stepThroughTime';

export interface PageRequest {
  list: List;
  /** What the cursor belongs to, besides the order. */
  selection: unknown;
  limit: number;
  cursor?: string;
  at?: 'first' | 'last';
  isCounted: boolean;
  countExactly?: CountExactly;
  /** Opens the list in its middle: the page begins after this place. */
  start?: Key | null;
  /** As of when it is, where that decides its order: kept in its cursors. */
  asOf?: number;
  /** After about this a list that is read in steps through time ends with what it has. */
  pageBudgetMs?: number;
}

export interface PageOfRows<Row> {
  items: Row[];
  page: Page;
  total: Total;
  stoppedAt: Stop | null;
  /** Why it was read as it was. */
  because: string;
}

/** One page of a list, by key: the deepest page costs what the first one costs. */
export async function readPage<Row extends QueryResultRow>(
  database: Database,
  request: PageRequest,
  options: QueryOptions
): Promise<PageOfRows<Row>> {
  const { list, limit, selection, pageBudgetMs = PAGE_BUDGET_MS } = request;
  const hash = selectionHash(list.order, selection);
  const cursor = startOf(request, hash);
  const isForward = cursor === null ? request.at !== 'last' : cursor.isForward;
  const reading: Reading = { isForward, key: keyOf(cursor), count: limit + 1 };
  const [found, total] = await Promise.all([
    runList<Row>(database, list, reading, pageBudgetMs, options),
    countBeside(database, request, options),
  ]);
  const page = toPage(request, { cursor, isForward, hash }, found, total);
  return { ...page, because: found.because, total: await countAfter(database, request, page, options) };
}

interface Way {
  cursor: Cursor | null;
  isForward: boolean;
  hash: string;
}

/** Pure. What was found, as the page that was asked for. */
function toPage<Row>(
  request: PageRequest,
  { cursor, isForward, hash }: Way,
  { rows: found, ...search }: FoundRows<Row>,
  total: Total | null
): Omit<PageOfRows<Row>, 'because'> {
  const { at, limit, asOf } = request;
  const size = sizeOf(request, total);
  const stoppedAt = found.length > size ? null : search.stoppedAt;
  const hasMore = found.length > size || stoppedAt !== null;
  const rows = found.slice(0, size);
  const ordered = isForward ? rows : [...rows].reverse();
  const offset = offsetOf(cursor, at, rows.length, hasMore, total);
  const after = offset === null ? null : offset + rows.length;
  const isMore = { after: isForward ? hasMore : cursor !== null, before: isForward ? cursor !== null : hasMore };
  const edges = edgesOf(ordered, stoppedAt, isForward, behind(request, cursor));
  return {
    items: ordered.map(({ row }) => row),
    page: {
      next: isMore.after ? cursorAt(edges.last, { isForward: true, offset: after, asOf }, hash) : null,
      prev: isMore.before ? cursorAt(edges.first, { isForward: false, offset, asOf }, hash) : null,
      limit,
      offset,
    },
    total: atLeast(total, after ?? rows.length, isMore.after || after === null),
    stoppedAt,
  };
}

async function countBeside(database: Database, request: PageRequest, options: QueryOptions): Promise<Total | null> {
  if (!request.isCounted) {
    return null;
  }
  const { list, countExactly } = request;
  // A search reads what counting would. Both at once would take from each other: so it is counted after, if it came through.
  return list.facts.isSearch ? knownTotal(countExactly, options) : countRows(database, list, countExactly, options);
}

const COUNT_AFTER_MS = 500;

/** What did not end in time would not be counted in time either. */
async function countAfter(
  database: Database,
  request: PageRequest,
  { total, stoppedAt }: Pick<PageOfRows<unknown>, 'total' | 'stoppedAt'>,
  options: QueryOptions
): Promise<Total> {
  const { isCounted, list } = request;
  if (!isCounted || !list.facts.isSearch || total.relation === 'eq' || stoppedAt !== null) {
    return total;
  }
  const counted = await countUpTo(database, list, { ...options, budgetMs: COUNT_AFTER_MS });
  return counted.value > total.value ? counted : total;
}

interface Place {
  key: Key;
}

/** Where the pages beside this one begin: at its rows, or where the search for them stopped. */
function edgesOf(
  ordered: readonly Place[],
  stop: Stop | null,
  isForward: boolean,
  start: Key | null
): { first?: Place; last?: Place } {
  const empty = start ? { key: start } : undefined;
  const [first = empty, last = empty] = [ordered[0], ordered.at(-1)];
  if (stop === null) {
    return { first, last };
  }
  return isForward ? { first: first ?? stop, last: stop } : { first: stop, last: last ?? stop };
}

/**
 * Where to turn back on a page on which there is nothing any more, so that it is not taken for the whole list: just behind the
 * place it began at, since the row of that place may still be there.
 */
function behind({ start, list: { order } }: PageRequest, cursor: Cursor | null): Key | null {
  if (cursor === null || start) {
    return start ?? null;
  }
  const isGreater = order.isDescending !== cursor.isForward;
  const last = cursor.key.at(-1) ?? null;
  const beside = typeof last === 'string' ? textBeside(last, isGreater) : numberBeside(last, isGreater);
  return [...cursor.key.slice(0, -1), beside];
}

/** Nothing lies between: where there is no row, any text in between will do. */
function textBeside(text: string, isGreater: boolean): string {
  return isGreater ? `${text}\u{10ffff}` : text.slice(0, -1);
}

function numberBeside(number: number | null, isGreater: boolean): number | null {
  const beside = (number ?? 0) + (isGreater ? 1 : -1);
  return number === null || !Number.isSafeInteger(beside) ? number : beside;
}

function startOf({ cursor, at, list: { order }, start }: PageRequest, hash: string): Cursor | null {
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

interface Beyond {
  isForward: boolean;
  offset: number | null;
  asOf: number | undefined;
}

function cursorAt(place: Place | undefined, beyond: Beyond, hash: string): string | null {
  return place === undefined ? null : encodeCursor({ key: place.key, ...beyond }, hash);
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
