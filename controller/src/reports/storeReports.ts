import { isTerminal, type Report, type ReportsRequest, type ReportsResponse } from '@openvcloud/contract';
import type { Database } from '../database/database';
import type { Transaction } from '../database/queryable';
import { dataFault } from '../database/dataFault';
import { retryConflicts } from '../database/retryConflicts';
import type { ReportPlan } from './reportPlan';
import { lockSpool, moveSpool } from './agentSpools';
import { storeFresh, type ReportedBy } from './reports';
import { storeApart } from './storeApart';

type Store = (
  transaction: Transaction,
  by: ReportedBy,
  reports: readonly Report[],
  now: () => number
) => Promise<ReportPlan>;

export interface StoredReports extends ReportsResponse {
  /** So many were not repeated. */
  fresh: number;
  plan: ReportPlan | undefined;
  /** What the database could not hold in one of them, which was then stored by itself, in part. */
  fault: string | undefined;
}

/**
 * Stores what an agent reports: all of it in one transaction, or nothing. The spool's row is locked first, so a batch
 * that is sent twice, even at the same moment through two controllers, counts once. A report that the database cannot hold
 * must not hold up those beside and behind it: then each is stored by itself, and of that one what can be.
 */
export async function storeReports(
  database: Database,
  by: ReportedBy,
  request: ReportsRequest,
  now: () => number
): Promise<StoredReports> {
  const work = (store: Store) => retryConflicts(() => storeOnce(database, by, request, now, store));
  try {
    return { ...(await work(storeFresh)), fault: undefined };
  } catch (error) {
    const fault = dataFault(error);
    if (fault === undefined) {
      throw error;
    }
    return { ...(await work(storeApart)), fault };
  }
}

async function storeOnce(
  database: Database,
  by: ReportedBy,
  request: ReportsRequest,
  now: () => number,
  store: Store
): Promise<Omit<StoredReports, 'fault'>> {
  const reports = [...request.reports].sort((one, other) => one.seq - other.seq);
  return database.transaction(async (transaction) => {
    const lastSeq = await lockSpool(transaction, by, request.spoolId);
    const fresh = reports.filter(({ seq }, index) => seq > lastSeq && reports[index - 1]?.seq !== seq);
    const acknowledged = Math.max(lastSeq, reports.at(-1)?.seq ?? 0);
    if (fresh.length === 0) {
      return { acknowledged, refused: [], fresh: 0, plan: undefined };
    }
    const plan = await store(transaction, by, fresh, now);
    const alive = [...plan.touched].filter(({ state }) => !isTerminal(state)).map(({ guid }) => guid);
    await moveSpool(transaction, by, request.spoolId, acknowledged, alive, now());
    return { acknowledged, refused: plan.refused, fresh: fresh.length, plan };
  });
}
