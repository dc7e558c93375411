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
  const direction = isDescending ? 'desc' : 'asc';
  const by = (columns: readonly OrderColumn[]) => columns.map(({ sql }) => `${sql} ${direction}`).join(', ');
  const comparison = isDescending ? '<' : '>';
  const beyond = (columns: readonly OrderColumn[], values: Key) => {
    const places = columns.map(({ type }, index) => `${parameters.add(values[index])}::${type}`);
    // Says nothing new, but lets PostgreSQL leave out the days that cannot hold such rows.
    const pruning = columns[0] === undefined ? '' : `${columns[0].sql} ${comparison}= ${places[0]} and `;
    return `${pruning}(${columns.map(({ sql }) => sql).join(', ')}) ${comparison} (${places.join(', ')})`;
  };

  if (!first.isNullable) {
    return [{ conditions: key === null ? [] : [beyond(order.columns, key)], orderBy: by(order.columns) }];
  }
  const isKeyNull = key !== null && key[0] === null;
  // The whole order in both, though each holds nulls or none: so an index on these columns serves either, both ways.
  const orderBy = by(order.columns);
  const valued: Segment = {
    conditions: [`${first.sql} is not null`, ...(key === null || isKeyNull ? [] : [beyond(order.columns, key)])],
    orderBy,
  };
  const missing: Segment = {
    conditions: [`${first.sql} is null`, ...(isKeyNull ? [beyond(rest, key.slice(1))] : [])],
    orderBy,
  };
  if (isDescending) {
    return isKeyNull ? [missing] : [valued, missing];
  }
  return key === null || isKeyNull ? [missing, valued] : [valued];
}

/** The whole order in one go, for rows that no index gives in it. */
export function wholeOrder({ columns, isDescending }: Order, isForward: boolean): string {
  const direction = isDescending === isForward ? 'desc nulls last' : 'asc nulls first';
  return columns.map(({ sql }) => `${sql} ${direction}`).join(', ');
}
