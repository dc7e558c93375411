import { logFormat } from './logFormat';

describe('logFormat', () => {
  it('writes times to the millisecond, in the zone of the dashboard', () => {
    const time = Date.UTC(2026, 10, 22, 18, 30, 5, 7);
    expect(logFormat('utc', '').time(time)).toBe('2026-11-22 18:30:05.007');
    expect(logFormat('Europe/Berlin', '').time(time)).toBe('2026-11-22 19:30:05.007');
  });

  it('links to the job of a line, keeping range and variables', () => {
    expect(logFormat('utc', '?from=now-6h&p7.q=x').jobHref('0198')).toBe(
      '/d/openvcloud-job/job-details?from=now-6h&var-guid=0198'
    );
  });
});
