import { formatDuration } from '../../duration/formatDuration';

/** "600" → "every 10 min"; a cron expression stays as it is written. */
export function describePeriod(period: string | null): string {
  if (period === null || period === '') {
    return 'only when asked for';
  }
  const seconds = Number(period);
  return Number.isFinite(seconds) ? `every ${formatDuration(seconds * 1000)}` : `cron ${period}`;
}
