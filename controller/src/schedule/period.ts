import { createHash } from 'node:crypto';
import { Cron } from 'croner';

/** When a periodic JumpScript is due: every so many seconds, or by a cron expression. */
export type Period = { kind: 'seconds'; seconds: number } | { kind: 'cron'; expression: string };

const MAX_SECONDS = 366 * 24 * 3600;
/** Cron jobs of many nodes are spread over at most this long, and at most a tenth of the shortest gap. */
const MAX_CRON_JITTER_MS = 30_000;
/** Where the gap of a cron expression is measured, so that every controller finds the same. */
const GAP_REFERENCE = new Date(Date.UTC(2026, 0, 1));

/** "60" or "0 3 * * *"; undefined when it is neither. */
export function parsePeriod(text: string): Period | undefined {
  if (/^\d+(\.\d+)?$/.test(text)) {
    const seconds = Number(text);
    return seconds >= 1 && seconds <= MAX_SECONDS ? { kind: 'seconds', seconds } : undefined;
  }
  return firstRuns(text, 'UTC') === undefined ? undefined : { kind: 'cron', expression: text };
}

export interface SlotOf {
  nid: number;
  jumpscriptId: string;
}

/**
 * The first slot after `after` (epoch ms). Slots of one (node, JumpScript) are regular; those of different nodes are
 * shifted against each other by a number that follows from the two names, so that a thousand nodes do not start in
 * the same second and every controller computes the same times.
 */
export function nextSlot(period: Period, after: number, of: SlotOf, timezone: string): number {
  const share = shareOf(of);
  if (period.kind === 'seconds') {
    const length = Math.round(period.seconds * 1000);
    const phase = Math.floor(share * length);
    return Math.floor((Math.floor((after - phase) / length) + 1) * length) + phase;
  }
  const jitter = Math.floor(share * cronJitter(period.expression, timezone));
  const next = new Cron(period.expression, { timezone, paused: true }).nextRun(new Date(after - jitter));
  // An expression whose last date has passed is never due again.
  return next === null ? Number.MAX_SAFE_INTEGER : next.getTime() + jitter;
}

/** Slots in (after, until], counted no further than `limit`, and the first one behind `until`. */
export function slotsUntil(
  period: Period,
  first: number,
  until: number,
  of: SlotOf,
  timezone: string
): { count: number; last: number; next: number } {
  if (period.kind === 'seconds') {
    const length = Math.round(period.seconds * 1000);
    const count = Math.floor((until - first) / length) + 1;
    const last = Math.floor(first + (count - 1) * length);
    return { count, last, next: nextSlot(period, until, of, timezone) };
  }
  let [count, last, next] = [1, first, nextSlot(period, first, of, timezone)];
  while (next <= until && count < 100_000) {
    [count, last, next] = [count + 1, next, nextSlot(period, next, of, timezone)];
  }
  return { count, last, next: next > until ? next : nextSlot(period, until, of, timezone) };
}

/** [0, 1), evenly spread over nodes and JumpScripts. */
function shareOf({ nid, jumpscriptId }: SlotOf): number {
  return createHash('sha256').update(`${nid}\n${jumpscriptId}`).digest().readUInt32BE(0) / 2 ** 32;
}

function cronJitter(expression: string, timezone: string): number {
  const [first, second] = firstRuns(expression, timezone) ?? [];
  const gap =
    first === undefined || second === undefined ? MAX_CRON_JITTER_MS * 10 : second.getTime() - first.getTime();
  return Math.min(MAX_CRON_JITTER_MS, gap / 10);
}

/** undefined: not a cron expression, or one that never comes due. */
function firstRuns(expression: string, timezone: string): Date[] | undefined {
  try {
    const runs = new Cron(expression, { timezone, paused: true }).nextRuns(2, GAP_REFERENCE);
    // Croner also reads a date as a schedule of one run: here that is a mistake.
    const isCron = expression.startsWith('@') || expression.trim().split(/\s+/).length >= 5;
    return isCron && runs.length > 0 ? runs : undefined;
  } catch {
    return undefined;
  }
}
