import type { Transaction } from '../database/queryable';
import { writeAudit } from '../acts/audit';
import type { RetentionDeps } from './retention';

const DAY_MS = 86_400_000;

/**
 * Drops the events of whole days past their age; answers how many. Their removal is itself an event, in the same
 * transaction: the trail says from when on it is complete. Whole days, so that this happens once a day and not at every pass.
 */
export function keepAudit({ database, gid, now }: RetentionDeps, days: number): Promise<number> {
  const before = (Math.floor(now() / DAY_MS) - days) * DAY_MS;
  return database.transaction(async (transaction) => {
    const events = await dropEvents(transaction, gid, before);
    if (events > 0) {
      await writeAudit(transaction, gid, {
        time: now(),
        user: 'controller',
        role: 'controller',
        tokenId: null,
        ip: null,
        action: 'retention.drop',
        target: 'audit_events',
        outcome: 'OK',
        details: { reason: 'age', before, events },
        requestId: null,
      });
    }
    return events;
  });
}

async function dropEvents(transaction: Transaction, gid: number, before: number): Promise<number> {
  // The first time it may be years.
  await transaction.liftTimeLimit();
  const { rowCount } = await transaction.client.query('delete from audit_events where gid = $1 and time < $2', [
    gid,
    before,
  ]);
  return rowCount ?? 0;
}
