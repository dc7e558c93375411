import type { QueryResultRow } from 'pg';
import type { Database } from '../database/database';
import type { QueryOptions } from '../database/queryable';
import { OUT_OF_TIME, withinBudget } from '../database/withinBudget';
import { readSlices } from './readSlices';
import { planList, type List, type ListPlan, type WalkPlan } from './planList';
import { areFew, collect, readInOrder } from './readRows';
import type { FoundRows, Reading } from './rowSet';
import { readWindows } from './readWindows';

/** Plans how the next rows of a list are read, and reads them so. */
export async function runList<Row extends QueryResultRow>(
  database: Database,
  list: List,
  reading: Reading,
  pageBudgetMs: number,
  options: QueryOptions
): Promise<FoundRows<Row> & { because: string }> {
  const plan = planList(list, reading, await mayCollect(database, list, options));
  return { ...(await runPlan<Row>(database, list, plan, reading, pageBudgetMs, options)), because: plan.because };
}

/** The one fact that a plan needs of the rows themselves. */
export async function mayCollect(database: Database, list: List, options: QueryOptions): Promise<boolean> {
  return list.facts.mayBeFew && (await areFew(database, list, options));
}

function runPlan<Row extends QueryResultRow>(
  database: Database,
  list: List,
  plan: ListPlan,
  reading: Reading,
  pageBudgetMs: number,
  options: QueryOptions
): Promise<FoundRows<Row>> {
  switch (plan.way) {
    case 'collect':
      return collect(database, list, reading, options);
    case 'walk':
      return walk(database, list, plan, reading, options);
    case 'windows':
      return readWindows(database, list, plan, reading, pageBudgetMs, options);
    case 'slices':
      return readSlices(database, list, plan, reading, pageBudgetMs, options);
  }
}

async function walk<Row extends QueryResultRow>(
  database: Database,
  list: List,
  plan: WalkPlan,
  reading: Reading,
  options: QueryOptions
): Promise<FoundRows<Row>> {
  if (plan.patienceMs === null) {
    return readInOrder(database, list, reading, plan, options);
  }
  const walked = await withinBudget(
    readInOrder<Row>(database, list, reading, plan, { ...options, budgetMs: plan.patienceMs })
  );
  return walked === OUT_OF_TIME ? collect(database, list, reading, options) : walked;
}
