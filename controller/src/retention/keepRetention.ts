import { dropDay, listDays, type DayTable } from '../database/partitions';
import { writeAudit } from '../acts/audit';
import { noteRemoved } from '../sources/removedSpans';
import type { Transaction } from '../database/queryable';
import { forgetOldSpools } from '../reports/agentSpools';
import { forgetOldKeys } from '../acts/idempotencyKeys';
import { listJobSpans, oldestLiveDay, oldestStrayDay, type JobSpan } from '../query/jobDays';
import { keepAudit } from './keepAudit';
import { daysToDrop, type DayPartition, type DayToDrop, type RetentionLimit } from './daysToDrop';
import type { RetentionDeps } from './retention';

export const RETAIN_EVERY_MS = 10 * 60_000;
const DAY_MS = 86_400_000;

/**
 * Drops whole days: no row is touched, so it costs the same for ten jobs and for ten million. Only ended jobs have days.
 * A day goes in one transaction with its audit event; several controllers may try, one does.
 */
export async function keepRetention(deps: RetentionDeps): Promise<void> {
  const { database, gid, retention, now, log } = deps;
  const { jobs, logs, stats, sampleDays } = retention;
  const today = Math.floor(now() / DAY_MS);
  await keepTable(deps, 'jobs_done', jobs, today, await jobDays(deps, today));
  // Lines without their job would say little: they go with the jobs of their time at the latest.
  const lines = { days: lesser(logs.days, jobs.days), bytes: logs.bytes };
  await keepTable(deps, 'log_lines', lines, today, await lineDays(deps, lines.days, today));
  await keepTable(deps, 'node_stat_steps', stats, today, (partitions) => partitions);
  const samples = { days: lesser(sampleDays, stats.days), bytes: stats.bytes };
  await keepTable(deps, 'node_stats', samples, today, (partitions) => partitions);
  const events = retention.auditDays === null ? 0 : await keepAudit(deps, retention.auditDays);
  if (events > 0) {
    log.info({ events }, 'events of the audit trail dropped by retention');
  }
  await forgetOldKeys(database, gid, now());
  await forgetOldSpools(database, gid, now());
}

/** What else is to be known of each day. */
type Judge = (partitions: DayPartition[]) => DayPartition[];

async function keepTable(
  deps: RetentionDeps,
  table: DayTable,
  limit: RetentionLimit,
  today: number,
  judge: Judge
): Promise<void> {
  const partitions = judge(await listDays(deps.database, table));
  for (const drop of daysToDrop(partitions, limit, today)) {
    if (await dropAudited(deps, table, drop, limit, today)) {
      deps.log.info({ partition: drop.name, reason: drop.reason, bytes: drop.bytes }, 'dropped by retention');
    }
  }
}

async function jobDays({ database, retention }: RetentionDeps, today: number): Promise<Judge> {
  const spans = await recentSpans(database, retention.jobs.days, today);
  const recent = new Set(spans.map(({ createdDay }) => createdDay));
  return (partitions) => partitions.map((partition) => ({ ...partition, isRecent: recent.has(partition.day) }));
}

/** A job's lines are on the days of its life. */
async function lineDays({ database, retention }: RetentionDeps, days: number | null, today: number): Promise<Judge> {
  const spans = await recentSpans(database, days, today);
  const live = (await oldestLiveDay(database)) ?? Infinity;
  const firstJobs = retention.jobs.bytes === null ? -Infinity : await firstDayOfJobs(database);
  return (partitions) =>
    partitions.map((partition) => ({
      ...partition,
      isHeld: partition.day >= live,
      isRecent: spans.some(({ createdDay, endedDay }) => createdDay <= partition.day && partition.day <= endedDay),
      isOrphaned: partition.day < firstJobs,
    }));
}

/** Of jobs past their age that ended within it. */
async function recentSpans(
  database: RetentionDeps['database'],
  days: number | null,
  today: number
): Promise<JobSpan[]> {
  const first = today - (days ?? 0);
  return days === null ? [] : listJobSpans(database, { createdBefore: first, endedSince: first });
}

async function firstDayOfJobs(database: RetentionDeps['database']): Promise<number> {
  const days = await listDays(database, 'jobs_done');
  return Math.min(...days.map(({ day }) => day), (await oldestStrayDay(database)) ?? Infinity);
}

function lesser(one: number | null, other: number | null): number | null {
  return one === null || other === null ? (one ?? other) : Math.min(one, other);
}

/** False: another controller has dropped it, or a job of that day has just ended. */
async function dropAudited(
  { database, gid, now }: RetentionDeps,
  table: DayTable,
  { name, day, reason, bytes }: DayToDrop,
  { days }: RetentionLimit,
  today: number
): Promise<boolean> {
  return database.transaction(async (transaction) => {
    const isStillOld = async (): Promise<boolean> => {
      const first = today - (days ?? 0);
      const spans = await listJobSpans(transaction, { createdBefore: day + 1, endedSince: first });
      return !spans.some(({ createdDay }) => createdDay === day);
    };
    const isEndedIn = table === 'jobs_done' && reason === 'age';
    const isDropped = await dropDay(transaction, table, name, isEndedIn ? isStillOld : undefined);
    if (isDropped) {
      await noteDropped(transaction, table, day);
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
    return isDropped;
  });
}

/** Other controllers may still have what was dropped. */
async function noteDropped(transaction: Transaction, table: DayTable, day: number): Promise<void> {
  if (table === 'jobs_done' || table === 'log_lines') {
    const kind = table === 'jobs_done' ? 'jobs' : 'logs';
    await noteRemoved(transaction, { home: null, kind, from: day * DAY_MS, to: (day + 1) * DAY_MS });
  }
}
