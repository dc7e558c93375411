import { jobFormat } from './jobFormat';

const TIME = Date.UTC(2026, 10, 22, 18, 30, 5);
const SEARCH = '?from=now-6h&var-ds=main&p7.sort=cmd';

describe('jobFormat', () => {
  it('writes times in the zone of the dashboard', () => {
    const { time, fullTime, timeOfDay } = jobFormat('Europe/Berlin', TIME, '');
    expect([time(TIME), fullTime(TIME), timeOfDay(TIME)]).toEqual([
      '2026-11-22 19:30:05',
      '2026-11-22 19:30:05',
      '19:30:05',
    ]);
  });

  it('leaves the year out where there is no room for it, but not of the full time', () => {
    const { time, fullTime, isTimeShort } = jobFormat('utc', TIME, '', true);
    expect([time(TIME), fullTime(TIME), isTimeShort]).toEqual(['11-22 18:30:05', '2026-11-22 18:30:05', true]);
    expect(jobFormat('utc', TIME, '').isTimeShort).toBe(false);
  });

  it('counts from the moment the list was read', () => {
    expect(jobFormat('utc', TIME, '').relative(TIME - 120_000)).toBe('2 min ago');
  });

  it('links to the job and to the version of its JumpScript, keeping range and variables', () => {
    const { jobHref, jumpscriptHref } = jobFormat('utc', TIME, SEARCH);
    expect(jobHref('0198')).toBe('/d/openvcloud-job/job-details?from=now-6h&var-ds=main&var-guid=0198');
    expect(jumpscriptHref('acme:disk', 2)).toMatch(/var-jumpscript=acme%3Adisk&var-version=2$/);
    expect(jumpscriptHref('acme:disk', null)).toMatch(/var-jumpscript=acme%3Adisk&var-version=$/);
  });
});
