import type { QueryResultRow } from 'pg';
import type { Database, QueryOptions } from '../database/database';
import { OUT_OF_TIME, withinBudget } from '../database/withinBudget';
import { segmentsAfter, wholeOrder, type Order, type Segment } from '../query/keyset';
import { Parameters, where } from '../database/parameters';
import { keyColumns, keyedRow, type FoundRows, type Reading, type RowSet } from './rowSet';

/** Most walks through an order end in a tenth of it; one that does not will probably not end soon. */
const WALK_MS = 100;

/** So few are sorted faster than a list is walked. */
const FEW_ROWS = 1_000;

/**
 * The next rows of a list, all of one moment. Nearly always they are found by walking through the order's index; where that
 * goes too far, the matching rows are found first, and sorted.
 */
export async function readRows<Row extends QueryResultRow>(
  database: Database,
  rows: RowSet,
  reading: Reading,
  options: QueryOptions
): Promise<FoundRows<Row>> {
  if (await isRareIn(database, rows, options)) {
    return readFoundFirst<Row>(database, rows, reading, options);
  }
  if (rows.mayBeFar === true) {
    const walk = readSegments<Row>(database, rows, reading, { ...options, budgetMs: WALK_MS });
    const walked = await withinBudget(walk);
    return walked === OUT_OF_TIME ? readFoundFirst<Row>(database, rows, reading, options) : walked;
  }
  return readSegments<Row>(database, rows, reading, options);
}

/** The next rows of a list whose matching rows are found first, by whichever index knows them, and then sorted. */
export async function readFoundFirst<Row extends QueryResultRow>(
  database: Database,
  { from, columns, order, conditions }: RowSet,
  { isForward, key, count }: Reading,
  options: QueryOptions
): Promise<FoundRows<Row>> {
  const parameters = new Parameters();
  const after = key === null ? [] : [anyOf(segmentsAfter(order, isForward, key, parameters))];
  const found = foundFirst(from, [...conditions(parameters), ...after]);
  const rows = await database.read<Row>(
    {
      text: `select ${columns}, ${keyColumns(order)} from ${found} order by ${wholeOrder(order, isForward)} limit ${count}`,
      values: parameters.values,
    },
    options
  );
  return { rows: rows.map((row) => keyedRow(row, order)), stoppedAt: null };
}

/** OFFSET 0 keeps PostgreSQL from looking for them in the list's order. */
export function foundFirst(table: string, matching: readonly string[]): string {
  return `(select * from ${table} ${where(matching)} offset 0) as ${table}`;
}

function anyOf(segments: readonly Segment[]): string {
  return `(${segments.map(({ conditions }) => `(${conditions.join(' and ')})`).join(' or ')})`;
}

/**
 * Most pages come from the first segment alone, and the second may be slow to find nothing. Where it is needed both are
 * read in one statement, so that they see the same moment.
 */
async function readSegments<Row extends QueryResultRow>(
  database: Database,
  rowSet: RowSet,
  reading: Reading,
  options: QueryOptions
): Promise<FoundRows<Row>> {
  const read = (used: number) => readStatement<Row>(database, rowSet, reading, used, options);
  const used = beginsWithFew(rowSet.order, reading) ? 2 : 1;
  const first = await read(used);
  const isEnough = first.rows.length >= reading.count || first.segments <= used;
  const { rows } = isEnough ? first : await read(first.segments);
  return { rows: rows.slice(0, reading.count).map((row) => keyedRow(row, rowSet.order)), stoppedAt: null };
}

/** Then the rows without a value come first and do not fill a page. */
function beginsWithFew({ columns, isDescending }: Order, { isForward }: Reading): boolean {
  return columns[0]?.isRarelyMissing === true && isDescending !== isForward;
}

/** Are there so few that finding them is less work than walking through the list? */
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

async function readStatement<Row extends QueryResultRow>(
  database: Database,
  { from, columns, order, conditions, leastRead = 0 }: RowSet,
  { isForward, key, count }: Reading,
  used: number,
  options: QueryOptions
) {
  const parameters = new Parameters();
  const matching = conditions(parameters);
  const segments = segmentsAfter(order, isForward, key, parameters);
  const parts = segments.slice(0, used).map((segment, index) => {
    const filter = where([...matching, ...segment.conditions]);
    return `(select ${columns}, ${keyColumns(order)}, ${index} as "segment" from ${from} ${filter} order by ${segment.orderBy} limit ${Math.max(count, leastRead)})`;
  });
  const rows = await database.read<Row & { segment: number }>(
    { text: parts.join(' union all '), values: parameters.values },
    options
  );
  // UNION ALL promises no order between its parts; sort() is stable.
  rows.sort((a, b) => a.segment - b.segment);
  return { rows, segments: segments.length };
}
