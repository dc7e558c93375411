import type { Coverage } from '@openvcloud/contract';
import type { PageOfRows } from './readPage';

const LAST_DATE = 8_640_000_000_000_000;

/** What a page of a list covers: how it was read, and up to when it was looked if it ended before it was full or the list was. */
export function coverageOf(
  found: Pick<PageOfRows<unknown>, 'stoppedAt' | 'page' | 'because'>,
  { from, to }: { from?: number; to?: number },
  asOf: number,
  what: string
): Coverage {
  const notice = cutNotice(found, what);
  return { asOf, from: from ?? null, to: to ?? null, isCut: notice !== null, notice, plan: found.because };
}

function cutNotice({ stoppedAt, page }: Pick<PageOfRows<unknown>, 'stoppedAt' | 'page'>, what: string): string | null {
  if (stoppedAt === null) {
    return null;
  }
  // An agent's clock may show what no Date can hold.
  const place = new Date(Math.min(stoppedAt.time, LAST_DATE)).toISOString();
  const goesOn = page.next === null ? 'prev' : 'next';
  return `Expected to search all ${what}, had time up to ${place}. The page before or after goes on there: follow page.${goesOn}.`;
}
