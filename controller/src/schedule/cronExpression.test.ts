import { Cron } from 'croner';
import { cronFault, toCroner } from './cronExpression';
import { Periods } from './periods';

const FROM = Date.UTC(2026, 0, 1);
const COUNT = 40;

/** The next slots, as the planner finds them. */
function slots(expression: string, timezone: string, from: number): number[] {
  const period = new Periods(timezone).of(expression);
  const found: number[] = [];
  for (let last = from; found.length < COUNT; found.push(last)) {
    last = period?.next(last, 0) ?? NaN;
  }
  return found;
}

describe('a cron expression', () => {
  it.each([
    ['0 12 1/2 * *', '0 12 1-31/2 * *'],
    ['5/20 * * * *', '5-59/20 * * * *'],
    ['0 1/6 * * *', '0 1-23/6 * * *'],
    ['0 0 1 2/3 *', '0 0 1 2-12/3 *'],
    ['0 0 1 feb/3 *', '0 0 1 2-12/3 *'],
    ['0 0 * * 1/2', '0 0 * * 1-7/2'],
    ['0 0 * * MON/2', '0 0 * * 1-7/2'],
    ['15/20 0 0 * * *', '15-59/20 0 0 * * *'],
    ['1,10/25,*/30 0 * * *', '1,10-59/25,*/30 0 * * *'],
  ])('%j is due as %j, also when the clocks change', (short, long) => {
    expect(cronFault(short)).toBeUndefined();
    expect(toCroner(short)).toBe(long);
    for (const timezone of ['UTC', 'Europe/Amsterdam', 'America/New_York', 'Australia/Lord_Howe']) {
      for (const from of [
        FROM,
        Date.UTC(2026, 2, 7),
        Date.UTC(2026, 2, 28),
        Date.UTC(2026, 9, 24),
        Date.UTC(2026, 9, 31),
      ]) {
        const direct = new Cron(long, { timezone, paused: true }).nextRuns(COUNT, new Date(from));
        expect(slots(short, timezone, from)).toEqual(direct.map((date) => date.getTime()));
      }
    }
  });

  it.each([
    '0 0 L * *',
    '0 0 15W * *',
    '0 0 ? * MON',
    '0 0 * * 5L',
    '0 0 * * FRI#2',
    '@daily',
    '@Hourly',
    '0 0 3 1 1 * 2030',
  ])('may be %j', (expression) => {
    expect(cronFault(expression)).toBeUndefined();
  });

  it.each([
    [
      '61 * * * *',
      /^expected as its minute a number from 0 to 59, .* as in "\*\/5 \* \* \* \*", got "61" in "61 \* \* \* \*"$/,
    ],
    ['* 24 * * *', /^expected as its hour a number from 0 to 23, .* got "24" in/],
    ['0 0 32 * *', /^expected as its day a number from 1 to 31, .* got "32" in/],
    ['0 0 L-3 * *', /^expected as its day .* L \(the last one\), .* got "L-3" in/],
    ['0 0 * 13 *', /^expected as its month a number from 1 to 12, .* got "13" in/],
    ['0 0 * * MON#6', /^expected as its weekday a number from 0 to 7, .* got "MON#6" in/],
    ['0 0 * * 1/x', /^expected as its weekday .* got "1\/x" in/],
    ['90 0 0 * * *', /^expected as its second a number from 0 to 59, .* got "90" in/],
    ['0 0 0 1 1 * soon', /^expected as its year .* got "soon" in/],
    ['0 22-2 * * *', /^expected as its hour .*, got "22-2" in .*; a range goes up: "22-23,0-2"$/],
    ['*/0 * * * *', /^expected as its minute .* got "\*\/0" in/],
    ['H * * * *', /^expected as its minute .* got "H" in/],
    [
      '* * *',
      /^expected seconds or the five parts of a cron expression \(minute, hour, day, month, weekday\) .* got 3 in/,
    ],
    ['2027-01-01T00:00:00', /^expected seconds or the five parts .* got 1 in/],
    ['0 0 30 2 *', /^expected a cron expression that is due at some time, got "0 0 30 2 \*": no such day comes$/],
    ['0 0 0 1 1 * 2020', /^expected a cron expression that is due at some time, /],
    ['@reboot', /^expected one of @hourly, .* got "@reboot"; startatboot = True runs it when an agent starts$/],
    ['@every 5m', /^expected one of @hourly, .* got "@every 5m"$/],
  ])('is refused as %j, and the message names the part', (expression, message) => {
    expect(cronFault(expression)).toMatch(message);
    expect(new Periods('UTC').of(expression)).toBeUndefined();
  });
});
