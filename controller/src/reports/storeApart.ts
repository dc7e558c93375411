import type { Report } from '@openvcloud/contract';
import type { Transaction } from '../database/queryable';
import { dataFault } from '../database/dataFault';
import { lessOf } from './lessOf';
import { emptyPlan, joinPlans, type ReportPlan } from './reportPlan';
import { storeFresh, type ReportedBy } from './reports';

/**
 * Stores reports of which one at least holds data that the database cannot: halves them until it stands alone, then
 * stores less of it, down to a refusal. What goes wrong is undone to a savepoint, so that all others count.
 */
export async function storeApart(
  transaction: Transaction,
  by: ReportedBy,
  reports: readonly Report[],
  now: () => number
): Promise<ReportPlan> {
  const tried = await tryToStore(transaction, by, reports, now);
  if (typeof tried !== 'string') {
    return tried;
  }
  const [first, ...others] = reports;
  if (first === undefined || others.length > 0) {
    const half = Math.ceil(reports.length / 2);
    return joinPlans([
      await storeApart(transaction, by, reports.slice(0, half), now),
      await storeApart(transaction, by, reports.slice(half), now),
    ]);
  }
  const parts = lessOf(first, tried);
  if (parts === undefined) {
    const reason = `expected a report that the database can store, got one it cannot (${tried})`;
    return { ...emptyPlan(), refused: [{ seq: first.seq, reason }] };
  }
  const plans: ReportPlan[] = [];
  for (const part of parts) {
    plans.push(await storeApart(transaction, by, [part], now));
  }
  return joinPlans(plans);
}

/** The fault, when there is one. */
async function tryToStore(
  transaction: Transaction,
  by: ReportedBy,
  reports: readonly Report[],
  now: () => number
): Promise<ReportPlan | string> {
  await transaction.query({ text: 'savepoint apart', values: [] });
  try {
    const plan = await storeFresh(transaction, by, reports, now);
    await transaction.query({ text: 'release savepoint apart', values: [] });
    return plan;
  } catch (error) {
    const fault = dataFault(error);
    if (fault === undefined) {
      throw error;
    }
    await transaction.query({ text: 'rollback to savepoint apart; release savepoint apart', values: [] });
    return fault;
  }
}
