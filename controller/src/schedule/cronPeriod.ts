import { Cron } from 'croner';
import { CronSlots } from './cronSlots';
import type { Passed, Period } from './period';

/** Nodes are spread over at most this long, and at most a tenth of the gap between two slots. */
const MAX_JITTER_MS = 30_000;
/** Where the gap is measured, so that every controller finds the same. */
const GAP_REFERENCE = new Date(Date.UTC(2026, 0, 1));
/** After a very long downtime the missed ones are counted no further. */
const MAX_COUNTED = 100_000;

/** When a cron expression says so. */
export class CronPeriod implements Period {
  /** Those to come and those that have passed, apart: after a long downtime they are far from each other. */
  private readonly coming: CronSlots;
  private readonly passing: CronSlots;
  private readonly spreadMs: number;

  constructor(expression: string, timezone: string) {
    this.coming = new CronSlots(expression, timezone);
    this.passing = new CronSlots(expression, timezone);
    const [first, second] = new Cron(expression, { timezone, paused: true }).nextRuns(2, GAP_REFERENCE);
    const gap = first === undefined || second === undefined ? Infinity : second.getTime() - first.getTime();
    this.spreadMs = Math.min(MAX_JITTER_MS, gap / 10);
  }

  next(after: number, share: number): number {
    const jitter = Math.floor(share * this.spreadMs);
    const slot = this.coming.after(after - jitter);
    // An expression whose last date has passed is never due again.
    return slot === undefined ? Number.MAX_SAFE_INTEGER : slot + jitter;
  }

  passed(first: number, until: number, share: number): Passed {
    const jitter = Math.floor(share * this.spreadMs);
    const { count, last, before } = this.passing.within(first - jitter, until - jitter, MAX_COUNTED);
    return {
      count: count + 1,
      last: last === undefined ? first : last + jitter,
      before: before !== undefined ? before + jitter : count > 0 ? first : null,
      next: this.next(until, share),
    };
  }
}
