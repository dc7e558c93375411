import { Cron } from 'croner';
import { CronSlots } from './cronSlots';

const HOUR_MS = 3_600_000;
const at = (text: string) => Date.parse(text);

/** Zones and a moment near which their clocks change: by an hour, by half an hour, a minute after midnight, at midnight, never. */
const CHANGES: ReadonlyArray<readonly [string, string]> = [
  ['UTC', '2026-03-29T01:00:00Z'],
  ['Asia/Kolkata', '2026-10-25T01:00:00Z'],
  ['Europe/Brussels', '2026-03-29T01:00:00Z'],
  ['Europe/Brussels', '2026-10-25T01:00:00Z'],
  ['America/New_York', '2026-11-01T06:00:00Z'],
  ['Australia/Lord_Howe', '2026-10-03T15:30:00Z'],
  ['Australia/Lord_Howe', '2026-04-04T15:00:00Z'],
  ['America/St_Johns', '2010-11-07T02:31:00Z'],
  ['Africa/Cairo', '2026-04-23T22:00:00Z'],
  ['Africa/Cairo', '2026-10-29T21:00:00Z'],
];
const EXPRESSIONS = [
  '*/7 * * * *',
  '0 * * * *',
  '30 2 * * *',
  '0,30 2 * * *',
  '15 0 * * *',
  '*/20 0-2 * * *',
  '5 2-3 * * MON-FRI',
  '0 3 * * SUN#L',
  '@daily',
  '20 30 */2 * * *',
];
const CASES = CHANGES.flatMap(([zone, change]) => EXPRESSIONS.map((expression) => [expression, zone, change] as const));

describe('the slots of a cron expression', () => {
  it.each(CASES)('%s in %s are those that Croner finds one by one, around %s', (expression, zone, change) => {
    const cron = new Cron(expression, { timezone: zone, paused: true });
    const slots = new CronSlots(expression, zone);
    const [start, end] = [at(change) - 40 * HOUR_MS, at(change) + 40 * HOUR_MS];
    const expected: number[] = [];
    for (let next = cron.nextRun(new Date(start)); next !== null && next.getTime() <= end; next = cron.nextRun(next)) {
      expected.push(next.getTime());
    }
    const found: number[] = [];
    for (let next = slots.after(start) ?? end + 1; next <= end; next = slots.after(next) ?? end + 1) {
      found.push(next);
    }
    expect(found).toEqual(expected);
    expect(slots.within(start, end, 1000)).toEqual({
      count: expected.length,
      ...(expected.length > 0 ? { last: expected.at(-1) } : {}),
      ...(expected.length > 1 ? { before: expected.at(-2) } : {}),
    });
  });

  it('are the same whenever and in whatever order they are asked for', () => {
    const cron = new Cron('*/7 * * * *', { timezone: 'Europe/Brussels', paused: true });
    const slots = new CronSlots('*/7 * * * *', 'Europe/Brussels');
    for (let step = 0; step < 300; step++) {
      // Back and forth over two weeks around the change, to the millisecond.
      const time = at('2026-03-29T01:00:00Z') + ((step * 7_919_333_111) % (336 * HOUR_MS)) - 168 * HOUR_MS;
      expect([time, slots.after(time)]).toEqual([time, cron.nextRun(new Date(time))?.getTime()]);
    }
  });

  it('are counted no further than asked', () => {
    const slots = new CronSlots('* * * * *', 'UTC');
    const start = at('2026-11-22T00:00:00Z');
    expect(slots.within(start, start + 1000 * HOUR_MS, 100)).toEqual({
      count: 100,
      last: start + 100 * 60_000,
      before: start + 99 * 60_000,
    });
    expect(slots.within(start - HOUR_MS, start + 1000 * HOUR_MS, 20_000).count).toBe(20_000);
    expect(slots.within(start - 1, start, 5)).toEqual({ count: 1, last: start });
  });

  it('end when the expression is never due again', () => {
    const slots = new CronSlots('0 0 12 1 1 * 2027', 'UTC');
    expect(slots.after(at('2026-11-22T00:00:00Z'))).toBe(at('2027-01-01T12:00:00Z'));
    expect(slots.after(at('2027-01-01T12:00:00Z'))).toBeUndefined();
    expect(slots.within(at('2026-01-01T00:00:00Z'), at('2030-01-01T00:00:00Z'), 9)).toEqual({
      count: 1,
      last: at('2027-01-01T12:00:00Z'),
    });
  });

  describe('cost', () => {
    const start = at('2026-11-22T00:00:00Z');
    const asked = jest.spyOn(Cron.prototype, 'nextRun');
    const askedFor = (act: () => void) => {
      asked.mockClear();
      act();
      return asked.mock.calls.length;
    };
    afterAll(() => asked.mockRestore());

    it('one question to Croner a day, and one for the slot behind it', () => {
      const slots = new CronSlots('* * * * *', 'UTC');
      expect(askedFor(() => slots.within(start - 1, start + 72 * HOUR_MS - 1, 100_000))).toBe(4);
    });

    it('nothing when asked again, or for what lies between', () => {
      const slots = new CronSlots('* * * * *', 'UTC');
      slots.within(start, start + 48 * HOUR_MS, 100_000);
      const again = () => {
        slots.within(start, start + 48 * HOUR_MS, 100_000);
        slots.after(start + HOUR_MS);
        slots.after(start);
      };
      expect(askedFor(again)).toBe(0);
    });

    it('only what is missing when asked for earlier or later ones', () => {
      const slots = new CronSlots('* * * * *', 'UTC');
      slots.within(start, start + 48 * HOUR_MS - 1, 100_000);
      expect(askedFor(() => slots.within(start - 24 * HOUR_MS, start, 100_000))).toBeLessThanOrEqual(2);
      expect(askedFor(() => slots.within(start, start + 96 * HOUR_MS - 1, 100_000))).toBeLessThanOrEqual(3);
      expect(askedFor(() => slots.after(start - 24 * HOUR_MS))).toBe(0);
    });

    it('one question for slots far from those known, and for what ended none behind its end', () => {
      const slots = new CronSlots('0 3 * * *', 'UTC');
      slots.after(start);
      expect(askedFor(() => slots.after(start + 1_000 * HOUR_MS))).toBe(1);
      expect(askedFor(() => new CronSlots('0 0 12 1 1 * 2020', 'UTC').after(start))).toBe(1);
    });

    it('a question an hour on the day on which the clocks change, but for that hour', () => {
      const slots = new CronSlots('*/7 * * * *', 'Europe/Brussels');
      const day = at('2026-03-28T23:00:00Z');
      const questions = askedFor(() => slots.within(day - 1, day + 22 * HOUR_MS, 100_000));
      expect(questions).toBeGreaterThan(22);
      expect(questions).toBeLessThan(50);
    });

    it('no more memory than two hundred thousand slots and a day: more are found anew', () => {
      const slots = new CronSlots('* * * * * *', 'UTC');
      slots.within(start, start + 96 * HOUR_MS, 1_000_000);
      expect(askedFor(() => slots.after(start + 95 * HOUR_MS))).toBe(1);
      expect(askedFor(() => slots.after(start + 95 * HOUR_MS))).toBe(0);
    });
  });
});
