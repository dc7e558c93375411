import { CronPeriod } from './cronPeriod';
import { missedOutside } from './missedOutside';
import { SecondsPeriod } from './secondsPeriod';

const every10 = { period: new SecondsPeriod(10), first: 100_000, share: 0 };
const gap = (from: number, until: number) => ({ from: from * 1000, until: until * 1000 });

describe('slots in time that nobody could use', () => {
  it.each([
    ['all of them', [gap(95, 145)], 4, 130, { missed: 0, missedAt: null }],
    ['the last of them', [gap(115, 145)], 4, 130, { missed: 2, missedAt: 110_000 }],
    ['the first of them', [gap(50, 115)], 4, 130, { missed: 2, missedAt: 130_000 }],
    ['those between', [gap(105, 125)], 4, 130, { missed: 2, missedAt: 130_000 }],
    ['in two gaps', [gap(95, 105), gap(125, 200)], 4, 130, { missed: 2, missedAt: 120_000 }],
    ['none of them', [gap(10, 90)], 4, 130, { missed: 4, missedAt: 130_000 }],
    ['after the last that was missed', [gap(135, 200)], 4, 130, { missed: 4, missedAt: 130_000 }],
    ['where nothing was missed', [gap(95, 145)], 0, null, { missed: 0, missedAt: null }],
  ])('are not missed: %s', (_which, gaps, missed, at, left) => {
    expect(missedOutside({ missed, missedAt: at === null ? null : at * 1000 }, every10, gaps)).toEqual(left);
  });

  it('are told from others of a cron expression', () => {
    const day = (date: number, time: string) => Date.parse(`2026-11-${date}T${time}Z`);
    const period = new CronPeriod('30 2 * * *', 'UTC');
    const nights = { period, share: 0, first: day(20, '02:30:00') };
    const gaps = [{ from: day(21, '12:00:00'), until: day(23, '12:00:00') }];
    expect(missedOutside({ missed: 5, missedAt: day(24, '02:30:00') }, nights, gaps)).toEqual({
      missed: 3,
      missedAt: day(24, '02:30:00'),
    });
  });
});
