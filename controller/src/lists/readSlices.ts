import type { QueryResultRow } from 'pg';
import type { Database } from '../database/database';
import type { QueryOptions, Sql } from '../database/queryable';
import { Parameters, where } from '../database/parameters';
import { segmentsAfter } from '../query/keyset';
import { foundFirst } from './foundFirst';
import type { IndexedRange } from './indexedRanges';
import type { SlicesPlan } from './planList';
import { isAscending, keyColumns, keyedRow, type FoundRows, type Reading, type RowSet } from './rowSet';
import { sliceRule, type Slice } from './sliceRule';
import { stepThroughTime } from './stepThroughTime';

/**
 * Finds rows by reading the list's index slice by slice. A text that turns out to be rare is looked up in the text indexes,
 * where there are any (docs/adr/0007).
 */
export async function readSlices<Row extends QueryResultRow>(
  database: Database,
  rows: RowSet,
  plan: SlicesPlan,
  { isForward, key, count }: Reading,
  pageBudgetMs: number,
  options: QueryOptions
): Promise<FoundRows<Row>> {
  const { order } = rows;
  const isUp = isAscending(order, { isForward });
  const ranges = plan.indexed && (() => plan.indexed?.(options) ?? Promise.resolve<IndexedRange[]>([]));
  return stepThroughTime<Slice, Row>(
    {
      order,
      isAscending: isUp,
      key,
      count,
      rule: sliceRule(isUp, count, ranges),
      read: async (slice, wanted, budgetMs) => {
        const reading = { isForward, ...wanted };
        const within = { ...options, budgetMs };
        const edge = slice.indexedTo ?? (await edgeOfLines(database, rows, plan, reading, slice.lines, within));
        const statement = sliceStatement(rows, plan, reading, edge, slice.indexedTo !== null);
        const found = await database.read<Row>(statement, within);
        return { rows: found.map((row) => keyedRow(row, order)), edge };
      },
    },
    pageBudgetMs
  );
}

/** The time of the line so many lines on; null when there are fewer. An index alone answers it. */
async function edgeOfLines(
  database: Database,
  { from, order }: RowSet,
  { scope }: SlicesPlan,
  { isForward, key }: Reading,
  lines: number,
  options: QueryOptions
): Promise<number | null> {
  const parameters = new Parameters();
  const [time] = order.columns;
  const conditions = [...scope(parameters), ...(segmentsAfter(order, isForward, key, parameters)[0]?.conditions ?? [])];
  const direction = isAscending(order, { isForward }) ? 'asc' : 'desc';
  const [row] = await database.read<{ edge: number }>(
    {
      text: `select ${time?.sql} as edge from ${from} ${where(conditions)} order by ${time?.sql} ${direction} offset ${lines - 1} limit 1`,
      values: parameters.values,
    },
    options
  );
  return row?.edge ?? null;
}

/**
 * What PostgreSQL may begin with is fixed: the slice itself when reading, the text index when it is asked about one job. Over
 * all jobs its statistics of the day tell a rare text from a common one.
 */
function sliceStatement(
  { from, columns, order, conditions }: RowSet,
  { scope, isOneJob }: SlicesPlan,
  { isForward, key, count }: Reading,
  edge: number | null,
  isIndexAsked: boolean
): Sql {
  const parameters = new Parameters();
  const [segment] = segmentsAfter(order, isForward, key, parameters);
  const [time] = order.columns;
  const comparison = isAscending(order, { isForward }) ? '<=' : '>=';
  const range = [
    ...(segment?.conditions ?? []),
    ...(edge === null ? [] : [`${time?.sql} ${comparison} ${parameters.add(edge)}::bigint`]),
  ];
  const matching = conditions(parameters);
  const [source, outer] = !isIndexAsked
    ? [foundFirst(from, [...scope(parameters), ...range]), matching]
    : isOneJob
      ? [foundFirst(from, [...matching, ...range]), []]
      : [from, [...matching, ...range]];
  return {
    text: `select ${columns}, ${keyColumns(order)} from ${source} ${where(outer)} order by ${segment?.orderBy} limit ${count}`,
    values: parameters.values,
  };
}
