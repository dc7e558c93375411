import { LEASE_MS } from './leaseTimes';

export const BEAT_EVERY_MS = 2_000;
/** No controller of the grid could write for so long: whoever was not heard meanwhile had nobody to be heard by. */
export const GAP_MS = 8_000;

/** Time that nobody could use: no controller ran, or none reached the database. Epoch milliseconds. */
export interface Gap {
  from: number;
  until: number;
}

/** When the service could be used, as all controllers of a grid know it. */
export interface UsableRecord {
  /** The last moment known. */
  beatAt: number;
  /** The last gap before it. */
  gap: Gap | null;
}

/**
 * Pure. The record after a beat. Gaps with less than a lease between them are one: nobody has had the time to be heard again.
 * A clock that was set forward is a gap, too: the time between has not been.
 */
export function recordBeat(former: UsableRecord | undefined, at: number): UsableRecord {
  if (former === undefined || at - former.beatAt <= GAP_MS) {
    return { beatAt: at, gap: former?.gap ?? null };
  }
  const { beatAt, gap } = former;
  const isOneGap = gap !== null && beatAt - gap.until < LEASE_MS;
  return { beatAt: at, gap: { from: isOneGap ? gap.from : beatAt, until: at } };
}

/**
 * The one place that knows which time counts. Whoever judges by time that has passed asks here: whether an agent is away,
 * a lease has run out, a job has waited in vain, a slot was missed.
 */
export class UsableTime {
  private record: UsableRecord | undefined;

  /** Without any record all time counts. */
  learn(record: UsableRecord): void {
    this.record = record;
  }

  /** Since then, without a gap, agents could be heard; now, while they cannot. */
  since(now: number): number {
    return this.gaps(now).at(-1)?.until ?? 0;
  }

  /**
   * Whoever was heard after that is not away. What went on when a gap began has its whole `patienceMs` again when it ends; who was
   * away before it, is away after it.
   */
  liveAfter(now: number, patienceMs: number): number {
    return this.gaps(now).reduceRight(
      (after, { from, until }) => (until > after ? Math.min(after, from - patienceMs) : after),
      now - patienceMs
    );
  }

  /** The gaps that are remembered, the one that is not over last. */
  gaps(now: number): Gap[] {
    const { beatAt, gap } = this.record ?? { beatAt: now, gap: null };
    return [...(gap === null ? [] : [gap]), ...(now - beatAt > GAP_MS ? [{ from: beatAt, until: now }] : [])];
  }
}
