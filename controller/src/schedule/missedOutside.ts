import type { Gap } from '../timing/usableTime';
import type { Period } from './period';
import type { SlotDecision } from './decideSlot';

/** A schedule whose slots from `first` on have passed. */
interface PassedSlots {
  period: Period;
  first: number;
  share: number;
}

/** Pure. Slots in time that nobody could use were not missed by anybody: they are neither counted nor run. */
export function missedOutside(
  { missed, missedAt }: Pick<SlotDecision, 'missed' | 'missedAt'>,
  { period, first, share }: PassedSlots,
  gaps: readonly Gap[]
): Pick<SlotDecision, 'missed' | 'missedAt'> {
  const countFrom = (slot: number, until: number) => (slot > until ? 0 : period.passed(slot, until, share).count);
  let left = { missed, missedAt };
  for (const gap of [...gaps].reverse()) {
    if (left.missedAt !== null && first <= gap.until) {
      const firstInGap = first > gap.from ? first : period.next(gap.from, share);
      const isInGap = left.missedAt > gap.from && left.missedAt <= gap.until;
      const lastBefore = first > gap.from ? null : period.passed(first, gap.from, share).last;
      left = {
        missed: left.missed - countFrom(firstInGap, Math.min(gap.until, left.missedAt)),
        missedAt: isInGap ? lastBefore : left.missedAt,
      };
    }
  }
  return left.missed > 0 ? left : { missed: 0, missedAt: null };
}
