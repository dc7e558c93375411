import type { Database } from '../../../controller/src/database/database';
import type { QueryOptions, Sql } from '../../../controller/src/database/queryable';
import { isOutOfTime } from './outOfTime';

export interface Recorded {
  sql: Sql;
  budgetMs: number | undefined;
}

/** A database that remembers the statements read through it, so that their plans can be asked for. */
export function recording(database: Database): { database: Database; take: () => Recorded[] } {
  const read: Recorded[] = [];
  return {
    database: {
      ...database,
      read: (sql, options: QueryOptions = {}) => {
        read.push({ sql, budgetMs: options.budgetMs });
        return database.read(sql, options);
      },
    },
    take: () => read.splice(0),
  };
}

/** Rows that the scans of these statements looked at: those they gave and those they dropped. Null: not told in time. */
export async function rowsScanned(database: Database, statements: readonly Recorded[]): Promise<number | null> {
  let rows = 0;
  for (const { sql, budgetMs } of statements) {
    try {
      const [plan] = await database.read<{ 'QUERY PLAN': unknown }>(
        { text: `explain (analyze, timing off, format json) ${sql.text}`, values: sql.values },
        { budgetMs: budgetMs === undefined ? undefined : budgetMs * SLACK }
      );
      rows += scannedBelow(plan?.['QUERY PLAN']);
    } catch (error) {
      if (!isOutOfTime(error)) {
        throw error;
      }
      return null;
    }
  }
  return rows;
}

/** Counting rows takes time of its own. */
const SLACK = 2;

function scannedBelow(node: unknown): number {
  if (Array.isArray(node)) {
    return node.reduce<number>((sum, one) => sum + scannedBelow(one), 0);
  }
  if (typeof node !== 'object' || node === null) {
    return 0;
  }
  const entries = Object.entries(node);
  const value = (name: string) =>
    entries.reduce((found, [key, one]) => (key === name && typeof one === 'number' ? one : found), 0);
  const isScan = entries.some(
    ([key, one]) => key === 'Node Type' && typeof one === 'string' && /Scan$/.test(one) && one !== 'Bitmap Index Scan'
  );
  const dropped = value('Rows Removed by Filter') + value('Rows Removed by Index Recheck');
  const own = isScan ? (value('Actual Rows') + dropped) * value('Actual Loops') : 0;
  return entries.reduce((sum, [key, one]) => sum + (key === 'Plans' || key === 'Plan' ? scannedBelow(one) : 0), own);
}
