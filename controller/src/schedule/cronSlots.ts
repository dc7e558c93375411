import { Cron, CronPattern } from 'croner';
import { firstAbove } from './firstAbove';
import { ZoneClock } from './zoneClock';

const SECOND_MS = 1_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** More are not kept: what is asked for next is found anew. */
const MAX_KEPT = 200_000;

/**
 * The slots of a cron expression in a time zone, for all nodes together. Finding one takes Croner a tenth of a millisecond
 * and more, so it is asked for the first of each day only; the others follow from the expression, unless the clocks change.
 */
export class CronSlots {
  private readonly cron: Cron;
  private readonly clock: ZoneClock;
  private readonly timesOfDay: readonly number[];
  /** Every slot after `from` up to the last of these. */
  private slots: number[] = [];
  private from = 0;

  constructor(expression: string, timezone: string) {
    this.cron = new Cron(expression, { timezone, paused: true });
    this.clock = new ZoneClock(timezone);
    this.timesOfDay = timesOfDay(new CronPattern(expression, timezone));
  }

  /** The first slot after `time`; undefined when the expression is never due again. */
  after(time: number): number | undefined {
    this.cover(time, time, 1);
    return this.slots[firstAbove(this.slots, time)];
  }

  /** How many slots are in (after, until], counted no further than `limit`, and the last two of those. */
  within(after: number, until: number, limit: number): { count: number; last?: number; before?: number } {
    this.cover(after, until, limit);
    const start = firstAbove(this.slots, after);
    const count = Math.min(limit, firstAbove(this.slots, until) - start);
    const [before, last] = [count < 2 ? undefined : this.slots[start + count - 2], this.slots[start + count - 1]];
    return { count, ...(count > 0 && last !== undefined ? { last } : {}), ...(before === undefined ? {} : { before }) };
  }

  /** Makes `slots` hold those in (from, until] and one more, or as many of them as `limit` says. */
  private cover(from: number, until: number, limit: number): void {
    const last = this.slots.at(-1);
    if (last === undefined || from > last || this.slots.length > MAX_KEPT) {
      this.slots = [];
      this.from = from;
    } else if (from < this.from) {
      this.prepend(from, limit);
    }
    const start = firstAbove(this.slots, from);
    this.extend(this.slots, from, until, start + limit);
  }

  private prepend(from: number, limit: number): void {
    const earlier: number[] = [];
    this.extend(earlier, from, this.from, limit);
    const isJoined = earlier.length === 0 || (earlier.at(-1) ?? 0) > this.from;
    this.slots = isJoined ? [...earlier.slice(0, firstAbove(earlier, this.from)), ...this.slots] : earlier;
    this.from = from;
  }

  /** Adds the slots that follow the last one, or `from`, until one is after `until`, or there are `length`. */
  private extend(slots: number[], from: number, until: number, length: number): void {
    let last = slots.at(-1) ?? from;
    while (last <= until && slots.length < length) {
      const next = this.cron.nextRun(new Date(last))?.getTime();
      if (next === undefined) {
        return;
      }
      slots.push(next);
      this.restOfDay(next).forEach((slot) => slots.push(slot));
      last = slots.at(-1) ?? next;
    }
  }

  /** The slots after this one on its day, or in its hour; none where the clocks change in both. */
  private restOfDay(slot: number): number[] {
    const offset = this.clock.offsetAt(slot);
    const timeOfDay = (slot + offset) % DAY_MS;
    const span = [DAY_MS, HOUR_MS].find((length) => {
      const start = slot - (timeOfDay % length);
      return this.clock.offsetAt(start) === offset && this.clock.offsetAt(start + length) === offset;
    });
    if (span === undefined) {
      return [];
    }
    const end = timeOfDay - (timeOfDay % span) + span;
    return this.timesOfDay
      .slice(firstAbove(this.timesOfDay, timeOfDay), firstAbove(this.timesOfDay, end - 1))
      .map((time) => slot - timeOfDay + time);
  }
}

/** Milliseconds after midnight, on a day on which it is due. */
function timesOfDay({ hour, minute, second }: CronPattern): number[] {
  const marked = (flags: readonly number[]) => flags.flatMap((flag, value) => (flag === 0 ? [] : [value]));
  const [hours, minutes, seconds] = [marked(hour), marked(minute), marked(second)];
  return hours.flatMap((h) => minutes.flatMap((m) => seconds.map((s) => h * HOUR_MS + (m * 60 + s) * SECOND_MS)));
}
