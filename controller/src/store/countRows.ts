import type { Total } from '@openvcloud/contract';
import type { Database, QueryOptions } from '../database/database';
import { ApiError } from '../errors';
import { toApiError } from '../http/toApiError';
import { Parameters, where } from './parameters';

/** Exact up to here; past it the answer says "at least". */
export const MAX_COUNTED = 100_000;
const COUNT_BUDGET_MS = 2_000;

interface Counted {
  from: string;
  conditions: (parameters: Parameters) => string[];
  countExactly?: (options: QueryOptions) => Promise<number | null>;
}

/** The total is a courtesy: when counting takes too long the page is answered anyway, with "at least". */
export async function countRows(
  database: Database,
  { from, conditions, countExactly }: Counted,
  { signal, budgetMs = COUNT_BUDGET_MS }: QueryOptions
): Promise<Total> {
  const parameters = new Parameters();
  const filter = where(conditions(parameters));
  const text = `select count(*) as count from (select 1 from ${from} ${filter} limit ${MAX_COUNTED + 1}) counted`;
  try {
    const exact = await countExactly?.({ signal, budgetMs });
    if (typeof exact === 'number') {
      return { value: exact, relation: 'eq' };
    }
    const [row] = await database.read<{ count: number }>(
      { text, values: parameters.values },
      { signal, budgetMs, name: 'total' }
    );
    const count = row?.count ?? 0;
    return count > MAX_COUNTED ? { value: MAX_COUNTED, relation: 'gte' } : { value: count, relation: 'eq' };
  } catch (error) {
    if (!(error instanceof ApiError) && toApiError(error).code === 'QUERY_BUDGET') {
      return { value: 0, relation: 'gte' };
    }
    throw error;
  }
}
