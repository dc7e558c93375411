import { describePeriod } from './describePeriod';

describe('describePeriod', () => {
  it.each([
    [null, 'only when asked for'],
    ['', 'only when asked for'],
    ['60', 'every 1 min'],
    ['600', 'every 10 min'],
    ['0 3 * * *', 'cron 0 3 * * *'],
    ['Infinity', 'cron Infinity'],
  ])('says %j as "%s"', (period, text) => {
    expect(describePeriod(period)).toBe(text);
  });
});
