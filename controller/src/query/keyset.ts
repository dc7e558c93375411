import type { Parameters } from '../database/parameters';

export interface OrderColumn {
  sql: string;
  type: 'text' | 'bigint' | 'double precision';
  isNullable: boolean;
  /** Nearly every row has a value: a page that begins with those without one goes on to the others. */
  isRarelyMissing?: boolean;
}

/** A total order: the columns together are unique. Only the first may be null; null is smaller than every value. */
export interface Order {
  name: string;
  isDescending: boolean;
  columns: readonly OrderColumn[];
}

/** The order columns' values of one row: a place in the list. */
export type Key = ReadonlyArray<string | number | null>;

/** One run over rows that an index can serve from start to end: rows with a value in the first column, or those without. */
export interface Segment {
  conditions: string[];
  orderBy: string;
}

/**
 * The rows after `key` (from the start without one), as segments to read one after the other. Null and not-null rows
 * are apart because "(a, b) > (x, y) or a is null" could not start in the middle of an index.
 */
export function segmentsAfter(order: Order, isForward: boolean, key: Key | null, parameters: Parameters): Segment[] {
  const isDescending = order.isDescending === isForward;
  const [first, ...rest] = order.columns;
  if (first === undefined) {
    return [];
  }
  // The whole order in all segments, though each holds nulls or none: so an index on these columns serves any, both ways.
  const orderBy = order.columns.map(({ sql }) => `${sql} ${isDescending ? 'desc' : 'asc'}`).join(', ');
  const beyond = (columns: readonly OrderColumn[], values: Key) => isBeyond(columns, values, isDescending, parameters);
  const after = () => (key === null ? [] : [beyond(order.columns, key)]);
  if (!first.isNullable) {
    return [{ conditions: after(), orderBy }];
  }
  const valued: Segment = { conditions: [`${first.sql} is not null`], orderBy };
  const missing: Segment = { conditions: [`${first.sql} is null`], orderBy };
  if (key !== null && key[0] === null) {
    const missingAfter = { ...missing, conditions: [...missing.conditions, beyond(rest, key.slice(1))] };
    return isDescending ? [missingAfter] : [missingAfter, valued];
  }
  const valuedAfter = { ...valued, conditions: [...valued.conditions, ...after()] };
  if (isDescending) {
    return [valuedAfter, missing];
  }
  return key === null ? [missing, valuedAfter] : [valuedAfter];
}

function isBeyond(columns: readonly OrderColumn[], values: Key, isDescending: boolean, parameters: Parameters): string {
  const comparison = isDescending ? '<' : '>';
  const places = columns.map(({ type }, index) => `${parameters.add(values[index])}::${type}`);
  // Says nothing new, but lets PostgreSQL leave out the days that cannot hold such rows.
  const pruning = columns[0] === undefined ? '' : `${columns[0].sql} ${comparison}= ${places[0]} and `;
  return `${pruning}(${columns.map(({ sql }) => sql).join(', ')}) ${comparison} (${places.join(', ')})`;
}

/** The whole order in one go, for rows that no index gives in it. */
export function wholeOrder({ columns, isDescending }: Order, isForward: boolean): string {
  const direction = isDescending === isForward ? 'desc nulls last' : 'asc nulls first';
  return columns.map(({ sql }) => `${sql} ${direction}`).join(', ');
}
