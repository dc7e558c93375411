import { type Following } from './useFollowing';

/** More rows a second than this nobody reads. */
const READABLE = 10;

/** How following does, in a few words: "Live", "Live, 340 lines a second", "Not live: asked for every 2 s". */
export function describeFollowing({ state, rate }: Following, what: string, askEverySeconds: number): string {
  switch (state) {
    case 'live':
      return rate > READABLE ? `Live, ${rate.toLocaleString()} ${what} a second` : 'Live';
    case 'opening':
    case undefined:
      return 'Connecting…';
    default:
      return `Not live: asked for every ${askEverySeconds} s`;
  }
}

/** "12 new" */
export function describeNews(news: number): string {
  return news === 0 ? 'Paused' : `${news.toLocaleString()} new`;
}
