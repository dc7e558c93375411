import { dropDay, listDays, type DayTable } from '../database/partitions';
import { writeAudit } from '../store/audit';
import { forgetOldKeys } from '../store/idempotencyKeys';
import { keepAudit } from './keepAudit';
import { daysToDrop, type DayToDrop, type RetentionLimit } from './daysToDrop';
import type { RetentionDeps } from './retention';

export const RETAIN_EVERY_MS = 10 * 60_000;
const DAY_MS = 86_400_000;

/**
 * Drops whole days: no row is touched, so it costs the same for ten jobs and for ten million. Only ended jobs have days.
 * A day goes in one transaction with its audit event; several controllers may try, one does.
 */
export async function keepRetention(deps: RetentionDeps): Promise<void> {
  const { database, gid, retention, now, log } = deps;
  const today = Math.floor(now() / DAY_MS);
  const limits: ReadonlyArray<readonly [DayTable, RetentionLimit]> = [
    ['jobs_done', retention.jobs],
    // Lines without their job would say little.
    ['log_lines', { ...retention.logs, days: lesser(retention.logs.days, retention.jobs.days) }],
    ['node_stats', retention.stats],
  ];
  for (const [table, limit] of limits) {
    if (limit.days !== null || limit.bytes !== null) {
      for (const drop of daysToDrop(await listDays(database, table), limit, today)) {
        await dropAudited({ database, gid, now }, table, drop);
        log.info({ partition: drop.name, reason: drop.reason, bytes: drop.bytes }, 'dropped by retention');
      }
    }
  }
  const events = retention.auditDays === null ? 0 : await keepAudit(deps, retention.auditDays);
  if (events > 0) {
    log.info({ events }, 'events of the audit trail dropped by retention');
  }
  await forgetOldKeys(database, gid, now());
}

function lesser(one: number | null, other: number | null): number | null {
  return one === null || other === null ? (one ?? other) : Math.min(one, other);
}

async function dropAudited(
  { database, gid, now }: Pick<RetentionDeps, 'database' | 'gid' | 'now'>,
  table: DayTable,
  { name, reason, bytes }: DayToDrop
): Promise<void> {
  await database.transaction(async (transaction) => {
    const isDropped = await dropDay(transaction, table, name);
    if (isDropped) {
      await writeAudit(transaction, gid, {
        time: now(),
        user: 'controller',
        role: 'controller',
        tokenId: null,
        ip: null,
        action: 'retention.drop',
        target: name,
        outcome: 'OK',
        details: { reason, bytes },
        requestId: null,
      });
    }
  });
}
