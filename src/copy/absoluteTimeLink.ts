import { type TimeRange } from '@grafana/data';

/** The page's address with the times that are shown: it shows the same tomorrow, where "last hour" would not. */
export function absoluteTimeLink(address: string, range: TimeRange): string {
  const link = new URL(address);
  link.searchParams.set('from', String(range.from.valueOf()));
  link.searchParams.set('to', String(range.to.valueOf()));
  // It would show other rows after a moment.
  link.searchParams.delete('refresh');
  return link.toString();
}
