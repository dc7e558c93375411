import type { Period } from './period';
import { periodFault, Periods } from './periods';
import { slotShare } from './slotShare';

const at = (text: string) => Date.parse(text);
const NOON = at('2026-11-22T12:00:00Z');
const shareOf = (nid: number) => slotShare({ nid, jumpscriptId: 'o:a' });
const SHARE = shareOf(1);
const periodOf = (text: string, timezone = 'UTC'): Period => {
  const period = new Periods(timezone).of(text);
  if (period === undefined) {
    throw new Error(`expected a period, got ${text}`);
  }
  return period;
};

describe('periodFault', () => {
  it.each(['60', '1', '1.25', '31622400', '*/5 * * * *', '0 0 3 * * MON', '@daily'])('accepts %j', (text) => {
    expect(periodFault(text)).toBeUndefined();
    expect(new Periods('UTC').of(text)).toBeDefined();
  });

  it.each([
    '',
    '0',
    '0.5',
    '-5',
    '60s',
    '1 2',
    '61 * * * *',
    '0 0 30 2 *',
    '2027-01-01T00:00:00',
    'NaN',
    '99999999999',
    '31622401',
    '0.999',
    '1.',
    '5 * * * *s',
  ])('refuses %j', (text) => {
    expect(periodFault(text)).toMatch(/^expected .*, got /);
    expect(new Periods('UTC').of(text)).toBeUndefined();
  });
});

describe('Periods', () => {
  it('reads a period once, until it is not wanted any more', () => {
    const periods = new Periods('UTC');
    const [hourly, daily] = [periods.of('0 * * * *'), periods.of('@daily')];
    periods.keep(new Set(['@daily']));
    expect(periods.of('@daily')).toBe(daily);
    expect(periods.of('0 * * * *')).not.toBe(hourly);
  });
});

describe('the next slot', () => {
  it('is regular for one node and JumpScript, whenever it is asked', () => {
    const period = periodOf('60');
    const first = period.next(NOON, SHARE);
    expect(first).toBeGreaterThan(NOON);
    expect(first).toBeLessThanOrEqual(NOON + 60_000);
    expect(period.next(first, SHARE)).toBe(first + 60_000);
    expect(period.next(first - 1, SHARE)).toBe(first);
  });

  it.each(['60', '3600', '* * * * *'])('spreads a thousand nodes over time with period %s', (text) => {
    const period = periodOf(text);
    const seconds = new Map<number, number>();
    for (let nid = 1; nid <= 1000; nid++) {
      const second = Math.floor(period.next(NOON, shareOf(nid)) / 1000);
      seconds.set(second, (seconds.get(second) ?? 0) + 1);
    }
    expect(Math.max(...seconds.values())).toBeLessThan(250);
  });

  it('follows a cron expression in the time zone, a little later on each node', () => {
    const period = periodOf('0 3 * * *', 'Europe/Brussels');
    const slot = period.next(NOON, SHARE);
    expect(slot).toBeGreaterThanOrEqual(at('2026-11-23T02:00:00Z'));
    expect(slot).toBeLessThan(at('2026-11-23T02:00:30Z'));
    expect(period.next(slot, SHARE)).toBe(slot + 86_400_000);
  });

  it('stays where controllers of before have put it', () => {
    expect([periodOf('60').next(NOON, SHARE), periodOf('*/5 * * * *').next(NOON, SHARE)]).toEqual([
      1795348843957, 1795348821978,
    ]);
  });

  it('never comes when the expression has no more dates', () => {
    expect(periodOf('0 0 12 1 1 * 2027').next(at('2028-01-01T00:00:00Z'), SHARE)).toBe(Number.MAX_SAFE_INTEGER);
  });
});

describe('the slots that have passed', () => {
  it.each(['60', '* * * * *'])('are counted with period %s, the last two of them named', (text) => {
    const period = periodOf(text);
    const first = period.next(NOON, SHARE);
    expect(period.passed(first, first, SHARE)).toEqual({ count: 1, last: first, before: null, next: first + 60_000 });
    expect(period.passed(first, first + 150_000, SHARE)).toEqual({
      count: 3,
      last: first + 120_000,
      before: first + 60_000,
      next: first + 180_000,
    });
  });

  it('hold a time that the clocks skip as the moment they go on, once', () => {
    const nightly = periodOf('30 2 * * *', 'Europe/Brussels');
    const first = nightly.next(at('2026-03-27T00:00:00Z'), SHARE);
    expect(nightly.passed(first, at('2026-03-29T00:59:00Z'), SHARE)).toMatchObject({ count: 2 });
    expect(nightly.passed(first, at('2026-03-29T01:01:00Z'), SHARE)).toMatchObject({ count: 3 });
  });

  it('of a day take a thousand nodes a moment, because they share them', () => {
    const period = periodOf('* * * * *', 'Europe/Brussels');
    const before = process.cpuUsage();
    for (let nid = 1; nid <= 1000; nid++) {
      const first = period.next(NOON - 86_400_000, shareOf(nid));
      expect(period.passed(first, NOON, shareOf(nid)).count).toBe(1440);
    }
    // One by one they took 0.6 s each.
    expect(process.cpuUsage(before).user / 1000).toBeLessThan(5_000);
  });
});
