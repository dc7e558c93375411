import type { QueryResultRow } from 'pg';
import type { Database } from '../database/database';
import type { QueryOptions } from '../database/queryable';
import { Parameters, where } from '../database/parameters';
import { segmentsAfter, wholeOrder, type Segment } from '../query/keyset';
import { foundFirst } from './foundFirst';
import type { WalkPlan } from './planList';
import { keyColumns, keyedRow, type FoundRows, type Reading, type RowSet } from './rowSet';

/** So few are sorted faster than a list is walked. */
const FEW_ROWS = 1_000;

/** Are there so few that finding them is less work than walking through the list? */
export async function areFew(
  database: Database,
  { from, conditions }: RowSet,
  options: QueryOptions
): Promise<boolean> {
  const parameters = new Parameters();
  const filter = where(conditions(parameters));
  const text = `select count(*) as count from (select 1 from ${from} ${filter} limit ${FEW_ROWS + 1}) as found`;
  const [row] = await database.read<{ count: number }>(
    { text, values: parameters.values },
    { ...options, name: 'probe' }
  );
  return row !== undefined && row.count <= FEW_ROWS;
}

/** The next rows of a list whose matching rows are found first, by whichever index knows them, and then sorted. */
export async function collect<Row extends QueryResultRow>(
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

function anyOf(segments: readonly Segment[]): string {
  return `(${segments.map(({ conditions }) => `(${conditions.join(' and ')})`).join(' or ')})`;
}

type Walk = Partial<Pick<WalkPlan, 'leastRead' | 'beginsWithFew'>>;

/**
 * The next rows through the index of their order. Most pages come from its first segment alone, and the second may be slow to
 * find nothing. Where it is needed both are read in one statement, so that they see the same moment.
 */
export async function readInOrder<Row extends QueryResultRow>(
  database: Database,
  rows: RowSet,
  reading: Reading,
  { leastRead = 0, beginsWithFew = false }: Walk,
  options: QueryOptions
): Promise<FoundRows<Row>> {
  const least = { ...reading, count: Math.max(reading.count, leastRead) };
  const used = beginsWithFew ? 2 : 1;
  const first = await readSegments<Row>(database, rows, least, used, options);
  const isEnough = first.found.length >= reading.count || first.segments <= used;
  const { found } = isEnough ? first : await readSegments<Row>(database, rows, least, first.segments, options);
  return { rows: found.slice(0, reading.count).map((row) => keyedRow(row, rows.order)), stoppedAt: null };
}

async function readSegments<Row extends QueryResultRow>(
  database: Database,
  { from, columns, order, conditions }: RowSet,
  { isForward, key, count }: Reading,
  used: number,
  options: QueryOptions
) {
  const parameters = new Parameters();
  const matching = conditions(parameters);
  const segments = segmentsAfter(order, isForward, key, parameters);
  const parts = segments.slice(0, used).map((segment, index) => {
    const filter = where([...matching, ...segment.conditions]);
    return `(select ${columns}, ${keyColumns(order)}, ${index} as "segment" from ${from} ${filter} order by ${segment.orderBy} limit ${count})`;
  });
  const found = await database.read<Row & { segment: number }>(
    { text: parts.join(' union all '), values: parameters.values },
    options
  );
  // UNION ALL promises no order between its parts; sort() is stable.
  found.sort((a, b) => a.segment - b.segment);
  return { found, segments: segments.length };
}
