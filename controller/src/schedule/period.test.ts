import { nextSlot, parsePeriod, slotsUntil, type Period } from './period';

const at = (text: string) => Date.parse(text);
const NOON = at('2026-11-22T12:00:00Z');
const of = (nid: number, jumpscriptId = 'o:a') => ({ nid, jumpscriptId });
const periodOf = (text: string): Period => {
  const period = parsePeriod(text);
  if (period === undefined) {
    throw new Error(`expected a period, got ${text}`);
  }
  return period;
};

describe('parsePeriod', () => {
  it.each([
    ['60', { kind: 'seconds', seconds: 60 }],
    ['1.5', { kind: 'seconds', seconds: 1.5 }],
    ['*/5 * * * *', { kind: 'cron', expression: '*/5 * * * *' }],
    ['0 0 3 * * MON', { kind: 'cron', expression: '0 0 3 * * MON' }],
    ['@daily', { kind: 'cron', expression: '@daily' }],
  ])('reads %j', (text, period) => {
    expect(parsePeriod(text)).toEqual(period);
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
  ])('refuses %j', (text) => {
    expect(parsePeriod(text)).toBeUndefined();
  });
});

describe('nextSlot', () => {
  it('is regular for one node and JumpScript, whenever it is asked', () => {
    const first = nextSlot(periodOf('60'), NOON, of(1), 'UTC');
    expect(first).toBeGreaterThan(NOON);
    expect(first).toBeLessThanOrEqual(NOON + 60_000);
    expect(nextSlot(periodOf('60'), first, of(1), 'UTC')).toBe(first + 60_000);
    expect(nextSlot(periodOf('60'), first - 1, of(1), 'UTC')).toBe(first);
  });

  it.each(['60', '3600', '* * * * *'])('spreads a thousand nodes over time with period %s', (text) => {
    const seconds = new Map<number, number>();
    for (let nid = 1; nid <= 1000; nid++) {
      const second = Math.floor(nextSlot(periodOf(text), NOON, of(nid), 'UTC') / 1000);
      seconds.set(second, (seconds.get(second) ?? 0) + 1);
    }
    expect(Math.max(...seconds.values())).toBeLessThan(250);
  });

  it('follows a cron expression in the time zone, a little later on each node', () => {
    const slot = nextSlot(periodOf('0 3 * * *'), NOON, of(1), 'Europe/Brussels');
    expect(slot).toBeGreaterThanOrEqual(at('2026-11-23T02:00:00Z'));
    expect(slot).toBeLessThan(at('2026-11-23T02:00:30Z'));
    expect(nextSlot(periodOf('0 3 * * *'), slot, of(1), 'Europe/Brussels')).toBe(slot + 86_400_000);
  });
});

describe('slotsUntil', () => {
  it.each(['60', '* * * * *'])('counts the slots that have passed with period %s', (text) => {
    const first = nextSlot(periodOf(text), NOON, of(1), 'UTC');
    expect(slotsUntil(periodOf(text), first, first, of(1), 'UTC')).toEqual({
      count: 1,
      last: first,
      next: first + 60_000,
    });
    expect(slotsUntil(periodOf(text), first, first + 150_000, of(1), 'UTC')).toEqual({
      count: 3,
      last: first + 120_000,
      next: first + 180_000,
    });
  });
});
