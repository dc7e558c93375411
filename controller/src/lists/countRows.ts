import type { Total } from '@openvcloud/contract';
import type { Database } from '../database/database';
import type { QueryOptions } from '../database/queryable';
import { OUT_OF_TIME, withinBudget } from '../database/withinBudget';
import { Parameters, where } from '../database/parameters';
import type { RowSet } from './rowSet';

/** Exact up to here; past it the answer says "at least". */
export const MAX_COUNTED = 10_000;
const COUNT_BUDGET_MS = 1_000;

/** A way to the exact total that does not go through the rows; null when there is none for this question. */
export type CountExactly = (options: QueryOptions) => Promise<number | null>;

/** The total is a courtesy: when counting takes too long the page is answered anyway, with "at least". */
export async function countRows(
  database: Database,
  rows: RowSet,
  countExactly: CountExactly | undefined,
  options: QueryOptions
): Promise<Total> {
  return (
    (await knownTotal(countExactly, options)) ?? countUpTo(database, rows, { budgetMs: COUNT_BUDGET_MS, ...options })
  );
}

/** The exact total, where there is a way to it that does not go through the rows. */
export async function knownTotal(countExactly: CountExactly | undefined, options: QueryOptions): Promise<Total | null> {
  const exact = await withinBudget(countExactly?.({ ...options, budgetMs: COUNT_BUDGET_MS }) ?? Promise.resolve(null));
  return typeof exact === 'number' ? { value: exact, relation: 'eq' } : null;
}

/** By counting rows, so far as there is time. */
export async function countUpTo(
  database: Database,
  { from, conditions }: RowSet,
  options: QueryOptions
): Promise<Total> {
  const parameters = new Parameters();
  const filter = where(conditions(parameters));
  const text = `select count(*) as count from (select 1 from ${from} ${filter} limit ${MAX_COUNTED + 1}) counted`;
  const counted = await withinBudget(
    database.read<{ count: number }>({ text, values: parameters.values }, { ...options, name: 'total' })
  );
  if (counted === OUT_OF_TIME) {
    return { value: 0, relation: 'gte' };
  }
  const count = counted[0]?.count ?? 0;
  return count > MAX_COUNTED ? { value: MAX_COUNTED, relation: 'gte' } : { value: count, relation: 'eq' };
}
