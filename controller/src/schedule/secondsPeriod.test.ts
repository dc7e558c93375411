import { SecondsPeriod } from './secondsPeriod';

const MINUTE = 60_000;

describe('a period of seconds', () => {
  it('is due at its share of the period, over and over', () => {
    const period = new SecondsPeriod(60);
    expect([period.next(0, 0), period.next(MINUTE - 1, 0), period.next(MINUTE, 0)]).toEqual([
      MINUTE,
      MINUTE,
      2 * MINUTE,
    ]);
    expect([period.next(0, 0.25), period.next(15_000, 0.25), period.next(14_999, 0.25)]).toEqual([
      15_000,
      MINUTE + 15_000,
      15_000,
    ]);
  });

  it('keeps to whole milliseconds', () => {
    expect(new SecondsPeriod(1.5).next(0, 0.3333)).toBe(499);
    expect(new SecondsPeriod(1.5).next(499, 0.3333)).toBe(1_999);
    expect(new SecondsPeriod(0.0015).next(0, 0)).toBe(2);
  });

  it.each([
    [0, { count: 1, last: 1_000, before: null }],
    [MINUTE - 1, { count: 1, last: 1_000, before: null }],
    [MINUTE, { count: 2, last: MINUTE + 1_000, before: 1_000 }],
    [3 * MINUTE + 5, { count: 4, last: 3 * MINUTE + 1_000, before: 2 * MINUTE + 1_000 }],
  ])('counts the slots of %d ms, the last two by name', (span, passed) => {
    const until = 1_000 + span;
    expect(new SecondsPeriod(60).passed(1_000, until, 1_000 / MINUTE)).toEqual({
      ...passed,
      next: passed.last + MINUTE,
    });
  });
});
