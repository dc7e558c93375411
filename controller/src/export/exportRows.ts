import type { QueryResultRow } from 'pg';
import type { Database } from '../database/database';
import type { Queryable, QueryOptions, Sql } from '../database/queryable';
import { segmentsAfter, wholeOrder } from '../query/keyset';
import { Parameters, where } from '../database/parameters';
import { foundFirst } from '../lists/foundFirst';
import { planList, type List } from '../lists/planList';
import type { RowSet } from '../lists/rowSet';
import { mayCollect } from '../lists/runList';

/** The statements whose rows, one after the other, are the whole list in its order. */
export async function exportStatements(database: Database, rows: List, options: QueryOptions): Promise<Sql[]> {
  const { way } = planList(rows, { isForward: true, key: null }, await mayCollect(database, rows, options));
  if (way === 'collect') {
    return [statement(rows, (matching) => foundFirst(rows.from, matching), wholeOrder(rows.order, true))];
  }
  const count = segmentsAfter(rows.order, true, null, new Parameters()).length;
  return Array.from({ length: count }, (_, index) => segmentStatement(rows, index));
}

function segmentStatement(rows: RowSet, index: number): Sql {
  const segment = segmentsAfter(rows.order, true, null, new Parameters())[index];
  const source = (matching: readonly string[]) =>
    `${rows.from} ${where([...matching, ...(segment?.conditions ?? [])])}`;
  return statement(rows, source, segment?.orderBy ?? '');
}

function statement({ columns, conditions }: RowSet, source: (matching: string[]) => string, orderBy: string): Sql {
  const parameters = new Parameters();
  const from = source(conditions(parameters));
  return { text: `select ${columns} from ${from} order by ${orderBy}`, values: parameters.values };
}

/** Reads them by server-side cursors, so many rows at a time: PostgreSQL waits while nobody asks for more. */
export async function* fetchRows<Row extends QueryResultRow>(
  transaction: Queryable,
  statements: readonly Sql[],
  rowsPerFetch: number
): AsyncGenerator<Row[]> {
  for (const { text, values } of statements) {
    await transaction.query({ text: `declare export_rows no scroll cursor for ${text}`, values });
    let isMore = true;
    while (isMore) {
      const rows = await transaction.query<Row>({ text: `fetch ${rowsPerFetch} from export_rows`, values: [] });
      isMore = rows.length === rowsPerFetch;
      yield rows;
    }
    await transaction.query({ text: 'close export_rows', values: [] });
  }
}
