import type { QueryResultRow } from 'pg';
import type { Database, QueryOptions, Sql } from '../database/database';
import { OUT_OF_TIME, withinBudget } from '../database/withinBudget';
import { segmentsAfter, type Key } from '../query/keyset';
import { Parameters, where } from '../database/parameters';
import { keyColumns, keyedRow, type FoundRows, type Reading, type RowSet } from './rowSet';
import type { IndexedRange } from './indexedRanges';
import { indexedEdge, isRareSoFar, nextSliceLines, placeBeside } from './searchSlices';

/** The page is answered within about this, with what has been found and the place to go on from. */
export const SEARCH_BUDGET_MS = 1_300;
const INDEX_BUDGET_MS = 500;

export interface Search extends RowSet {
  /** Of the conditions those that the order's index serves: they bound what is read. */
  scope: (parameters: Parameters) => string[];
  /** Is one job's lines all there is to look at? Of those PostgreSQL cannot guess how many hold a text. */
  isOneJob: boolean;
  /** Where a text index can answer it; null when none can. */
  indexed: ((options: QueryOptions) => Promise<IndexedRange[]>) | null;
}

/**
 * Finds rows by reading the list's index slice by slice until there are enough or the time is up. A text that turns out to
 * be rare is looked up in the text indexes, where there are any (docs/adr/0007).
 */
export async function searchRows<Row extends QueryResultRow>(
  database: Database,
  search: Search,
  reading: Reading,
  budgetMs: number,
  options: QueryOptions
): Promise<FoundRows<Row>> {
  const isAscending = search.order.isDescending !== reading.isForward;
  const deadline = performance.now() + budgetMs;
  const rows: FoundRows<Row>['rows'] = [];
  let position = reading.key;
  let linesRead = 0;
  let former: { lines: number; ms: number } | undefined;
  let indexed: IndexedRange[] | null = null;
  let asked = 0;

  const read = async (edge: number | null, isIndexAsked: boolean, budgetMs?: number) => {
    const count = reading.count - rows.length;
    const statement = sliceStatement(search, { ...reading, key: position, count }, edge, isIndexAsked);
    const found = await database.read<Row>(statement, { ...options, budgetMs });
    rows.push(...found.map((row) => keyedRow(row, search.order)));
  };
  /** Reads on by lines; answers up to which time, null for the end of the list. */
  const readOn = async (lines: number, budgetMs?: number) => {
    const place = { ...reading, key: position };
    const edge = await edgeOfLines(database, search, place, lines, { ...options, budgetMs });
    await read(edge, false, budgetMs);
    return edge;
  };

  for (;;) {
    const left = Math.max(deadline - performance.now(), 1);
    const time = position === null ? null : Number(position[0]);
    let indexEdge: number | null = null;
    if (time !== null && search.indexed !== null && isRareSoFar({ linesRead, hits: rows.length }, reading.count)) {
      indexed ??= await search.indexed(options);
      indexEdge = indexedEdge(time, indexed, isAscending, asked);
    }
    let edge: number | null;
    if (indexEdge !== null) {
      const answered = await withinBudget(read(indexEdge, true, Math.min(INDEX_BUDGET_MS, left)));
      if (answered === OUT_OF_TIME) {
        // Frequent somewhere in there: fewer days; when it is one day already, reading on finds as much as it can.
        indexed = asked === 0 ? [] : indexed;
        asked = 0;
        continue;
      }
      edge = indexEdge;
      asked++;
    } else {
      const start = performance.now();
      const lines = nextSliceLines(former);
      // The first slice has no budget: whoever asks again must get on.
      const answered = await withinBudget(readOn(lines, former === undefined ? undefined : left));
      if (answered === OUT_OF_TIME) {
        return { rows, stoppedAt: position };
      }
      edge = answered;
      linesRead += lines;
      former = { lines, ms: performance.now() - start };
    }
    if (edge === null || rows.length >= reading.count) {
      return { rows, stoppedAt: null };
    }
    position = placeBeside(search.order, edge, isAscending);
    if (performance.now() >= deadline) {
      return { rows, stoppedAt: position };
    }
  }
}

/** The time of the line so many lines on; null when there are fewer. An index alone answers it. */
async function edgeOfLines(
  database: Database,
  { from, order, scope }: Search,
  { isForward, key }: Reading,
  lines: number,
  options: QueryOptions
): Promise<number | null> {
  const parameters = new Parameters();
  const [time] = order.columns;
  const conditions = [...scope(parameters), ...(segmentsAfter(order, isForward, key, parameters)[0]?.conditions ?? [])];
  const direction = order.isDescending === isForward ? 'desc' : 'asc';
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
 * OFFSET 0 fixes what PostgreSQL may begin with: the slice itself when reading, the text index when it is asked about one
 * job. Over all jobs its statistics of the day tell a rare text from a common one.
 */
function sliceStatement(
  { from, columns, order, scope, conditions, isOneJob }: Search,
  { isForward, key, count }: Reading,
  edge: number | null,
  isIndexAsked: boolean
): Sql {
  const parameters = new Parameters();
  const [segment] = segmentsAfter(order, isForward, key, parameters);
  const [time] = order.columns;
  const comparison = order.isDescending === isForward ? '>=' : '<=';
  const range = [
    ...(segment?.conditions ?? []),
    ...(edge === null ? [] : [`${time?.sql} ${comparison} ${parameters.add(edge)}::bigint`]),
  ];
  const matching = conditions(parameters);
  const fenced = (inner: readonly string[]) => `(select * from ${from} ${where(inner)} offset 0) as ${from}`;
  const [source, outer] = !isIndexAsked
    ? [fenced([...scope(parameters), ...range]), matching]
    : isOneJob
      ? [fenced([...matching, ...range]), []]
      : [from, [...matching, ...range]];
  return {
    text: `select ${columns}, ${keyColumns(order)} from ${source} ${where(outer)} order by ${segment?.orderBy} limit ${count}`,
    values: parameters.values,
  };
}
