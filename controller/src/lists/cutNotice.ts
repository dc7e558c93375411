import type { PageOfRows } from './readPage';

const LAST_DATE = 8_640_000_000_000_000;

/** What to say of a page that ended before it was full or the list was; null of another. The order begins with the time. */
export function cutNotice(
  { stoppedAt, page }: Pick<PageOfRows<unknown>, 'stoppedAt' | 'page'>,
  what: string
): string | null {
  if (stoppedAt === null) {
    return null;
  }
  // An agent's clock may show what no Date can hold.
  const place = new Date(Math.min(Number(stoppedAt[0]), LAST_DATE)).toISOString();
  const goesOn = page.next === null ? 'prev' : 'next';
  return `Expected to search all ${what}, had time up to ${place}. The page before or after goes on there: follow page.${goesOn}.`;
}
