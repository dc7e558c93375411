import type { QueryResultRow } from 'pg';
import type { Database, Queryable, QueryOptions, Sql } from '../database/database';
import { segmentsAfter } from './keyset';
import { Parameters, where } from './parameters';
import { foundFirst, isRareIn, type RowSet } from './readPage';

/** The statements whose rows, one after the other, are the whole list in its order. */
export async function exportStatements(database: Database, rows: RowSet, options: QueryOptions): Promise<Sql[]> {
  const isRare = await isRareIn(database, rows, options);
  const count = segmentsAfter(rows.order, true, null, new Parameters()).length;
  return Array.from({ length: count }, (_, index) => segmentStatement(rows, index, isRare));
}

function segmentStatement(rows: RowSet, index: number, isRare: boolean): Sql {
  const parameters = new Parameters();
  const matching = rows.conditions(parameters);
  const { from, conditions } = isRare ? foundFirst(rows.from, matching) : { from: rows.from, conditions: matching };
  const segment = segmentsAfter(rows.order, true, null, parameters)[index];
  const filter = where([...conditions, ...(segment?.conditions ?? [])]);
  return {
    text: `select ${rows.columns} from ${from} ${filter} order by ${segment?.orderBy}`,
    values: parameters.values,
  };
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
