import { CronPeriod } from './cronPeriod';

const MINUTE = 60_000;
const at = (text: string) => Date.parse(text);
const NOON = at('2026-11-22T12:00:00Z');

describe('a cron period', () => {
  it('comes later on each node by its share of a tenth of the gap between slots, at most of 30 s', () => {
    const minutely = new CronPeriod('* * * * *', 'UTC');
    expect([minutely.next(NOON, 0), minutely.next(NOON, 0.5), minutely.next(NOON, 0.99999)]).toEqual([
      NOON + MINUTE,
      NOON + 3_000,
      NOON + 5_999,
    ]);
    expect(new CronPeriod('0 * * * *', 'UTC').next(NOON, 0.5)).toBe(NOON + 15_000);
    // Once in all: there is no gap to be a tenth of.
    expect(new CronPeriod('0 0 12 1 1 * 2027', 'UTC').next(NOON, 0.5)).toBe(at('2027-01-01T12:00:15Z'));
  });

  it('is next strictly after the time asked for', () => {
    const minutely = new CronPeriod('* * * * *', 'UTC');
    expect(minutely.next(NOON + 3_000, 0.5)).toBe(NOON + MINUTE + 3_000);
    expect(minutely.next(NOON + 2_999, 0.5)).toBe(NOON + 3_000);
  });

  it.each([
    [0, { count: 1, last: 0, before: null }],
    [MINUTE - 1, { count: 1, last: 0, before: null }],
    [MINUTE, { count: 2, last: MINUTE, before: 0 }],
    [2 * MINUTE, { count: 3, last: 2 * MINUTE, before: MINUTE }],
  ])('counts the slots of %d ms with the first, the last two by name', (span, { count, last, before }) => {
    const first = NOON + 3_000;
    expect(new CronPeriod('* * * * *', 'UTC').passed(first, first + span, 0.5)).toEqual({
      count,
      last: first + last,
      before: before === null ? null : first + before,
      next: first + last + MINUTE,
    });
  });

  it('counts a first slot that no expression of today has: an edit moved the others', () => {
    const first = NOON + 1_234;
    const hourly = new CronPeriod('0 * * * *', 'UTC');
    expect(hourly.passed(first, first + MINUTE, 0)).toEqual({
      count: 1,
      last: first,
      before: null,
      next: NOON + 60 * MINUTE,
    });
    expect(hourly.passed(first, NOON + 60 * MINUTE, 0)).toMatchObject({
      count: 2,
      last: NOON + 60 * MINUTE,
      before: first,
    });
  });

  it('counts a slot that comes within the share of a node after such a first one', () => {
    const first = NOON + 59_000;
    expect(new CronPeriod('* * * * *', 'UTC').passed(first, NOON + MINUTE + 3_000, 0.5)).toEqual({
      count: 2,
      last: NOON + MINUTE + 3_000,
      before: first,
      next: NOON + 2 * MINUTE + 3_000,
    });
  });

  it('counts a hundred thousand after the first, and no further', () => {
    const secondly = new CronPeriod('* * * * * *', 'UTC');
    expect(secondly.passed(NOON, NOON + 200_000_000, 0)).toEqual({
      count: 100_001,
      last: NOON + 100_000_000,
      before: NOON + 99_999_000,
      next: NOON + 200_001_000,
    });
  });
});
