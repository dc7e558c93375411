import { createHash } from 'node:crypto';
import { firstField, formatCondition, type Condition } from '@openvcloud/contract';
import { ApiError } from '../errors/errors';
import type { Key, Order } from '../query/keyset';

/** A place in a list and the way to go from it. Opaque to clients: base64url of JSON. */
export interface Cursor {
  key: Key;
  isForward: boolean;
  /** Position of the page's first row in the whole list, when known; going backward, of the row after the page. */
  offset: number | null;
  /** As of when the list is, where that decides its order (epoch milliseconds). */
  asOf?: number | undefined;
}

const VERSION = 1;

/**
 * What a cursor belongs to: the order and the selection. Not the time range: that moves on while somebody pages. Fields count
 * by their first names: links and scripts hold cursors from before a field got another.
 */
export function selectionHash(order: Order, selection: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify([order.name.replace(/\w+$/, firstField), selection]))
    .digest('base64url')
    .slice(0, 16);
}

/** What of a question a cursor belongs to: as it came over the wire, so that cursors outlive a new version of the controller. */
export function selectionOf({ conditions, search }: { conditions: readonly Condition[]; search: string }): unknown[] {
  return [conditions.map((condition) => formatCondition({ ...condition, field: firstField(condition.field) })), search];
}

export function encodeCursor({ key, isForward, offset, asOf }: Cursor, hash: string): string {
  const wire = { v: VERSION, k: key, f: isForward, o: offset, h: hash, a: asOf };
  return Buffer.from(JSON.stringify(wire)).toString('base64url');
}

export function decodeCursor(text: string, order: Order, hash: string): Cursor {
  const value = parse(text);
  if (!isWireCursor(value)) {
    throw new ApiError('BAD_CURSOR', 'Expected a cursor as page.next and page.prev give them, got another text.');
  }
  if (value.h !== hash || !fits(value.k, order)) {
    throw new ApiError(
      'BAD_CURSOR',
      'Expected a cursor of this same query (filters, search and sort), got one of another.'
    );
  }
  return { key: value.k, isForward: value.f, offset: value.o };
}

/** As of when the list is that the cursor is a place in; undefined where it says nothing, also where it is no cursor. */
export function asOfCursor(text: string | undefined): number | undefined {
  const value = text === undefined ? undefined : parse(text);
  if (typeof value !== 'object' || value === null || !('a' in value)) {
    return undefined;
  }
  return typeof value.a === 'number' && Number.isSafeInteger(value.a) && value.a >= 0 ? value.a : undefined;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}

interface WireCursor {
  v: typeof VERSION;
  k: Array<string | number | null>;
  f: boolean;
  o: number | null;
  h: string;
}

function isWireCursor(value: unknown): value is WireCursor {
  if (typeof value !== 'object' || value === null) {
    return false;
  }
  const { v, k, f, o, h }: Partial<Record<keyof WireCursor, unknown>> = value;
  return v === VERSION && isWireKey(k) && typeof f === 'boolean' && isOffset(o) && typeof h === 'string';
}

function isWireKey(value: unknown): boolean {
  return (
    Array.isArray(value) && value.every((part) => part === null || typeof part === 'string' || Number.isFinite(part))
  );
}

function isOffset(value: unknown): boolean {
  return value === null || (Number.isInteger(value) && Number(value) >= 0);
}

/** A made-up key cannot do harm, but PostgreSQL would answer it with an error about types. */
function fits(key: Key, order: Order): boolean {
  return (
    key.length === order.columns.length &&
    order.columns.every(({ type, isNullable }, index) => {
      const part = key[index];
      if (part === null) {
        return isNullable;
      }
      if (type === 'text') {
        return typeof part === 'string' && !part.includes('\0');
      }
      return typeof part === 'number' && (type !== 'bigint' || Number.isSafeInteger(part));
    })
  );
}
