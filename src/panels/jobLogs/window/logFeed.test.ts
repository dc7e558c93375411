import { readListMeta } from '../../../listFrame/readListMeta';
import { reduceFeed, type FeedEvent, type LogFeed } from './logFeed';
import { linesFrom, logsFrame } from '../lines/logsFrame.fixture';
import { linesOf, type LogPosition } from './logWindow';
import { toLogLines } from '../lines/toLogLines';

interface Answered {
  step?: 'start' | 'next' | 'prev' | 'newest';
  first: number;
  count: number;
  next?: string;
  prev?: string;
  listKey?: string;
  position?: LogPosition;
  newest?: 'first' | 'last';
  isRefresh?: boolean;
}

function answered({ first, count, next, prev, ...event }: Answered): FeedEvent {
  const frame = logsFrame(linesFrom(first, count), { next, prev });
  const lines = event.newest === 'first' ? toLogLines(frame).reverse() : toLogLines(frame);
  return {
    type: 'answered',
    step: 'start',
    position: { at: 'first' },
    listKey: 'list',
    newest: 'last',
    isRefresh: false,
    ...event,
    lines,
    meta: readListMeta(frame),
  };
}

const feedOf = (...events: FeedEvent[]) => events.reduce<LogFeed>(reduceFeed, {});
const seqs = (feed: LogFeed) => linesOf(feed.window).map(({ seq }) => seq);

describe('a feed of log lines', () => {
  it('begins with what its list begins with', () => {
    const feed = feedOf({ type: 'asked', step: 'start' }, answered({ first: 1, count: 3, next: 'c4' }));
    expect(seqs(feed)).toEqual([1, 2, 3]);
    expect(feed).toMatchObject({ listKey: 'list', starts: 1, window: { pages: [{ next: 'c4', prev: null }] } });
    expect(feed.pending).toBeUndefined();
  });

  it('grows at both ends, in the order of its lines', () => {
    const feed = feedOf(
      answered({ first: 4, count: 3, next: 'n', prev: 'p' }),
      answered({ step: 'next', first: 7, count: 3, position: { cursor: 'n', at: 'first' } }),
      answered({ step: 'prev', first: 1, count: 3, position: { cursor: 'p', at: 'first' } })
    );
    expect(seqs(feed)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(feed.starts).toBe(1);
  });

  it('takes in what was added since, where the newest line is the last', () => {
    const feed = feedOf(answered({ first: 1, count: 3 }), answered({ step: 'newest', first: 1, count: 5 }));
    expect(seqs(feed)).toEqual([1, 2, 3, 4, 5]);
  });

  it('takes in what was added since, where the newest line is the first', () => {
    const feed = feedOf(
      answered({ first: 1, count: 3, newest: 'first' }),
      answered({ step: 'newest', first: 2, count: 4, newest: 'first' })
    );
    expect(seqs(feed)).toEqual([5, 4, 3, 2, 1]);
  });

  it('begins anew with another list, whatever was asked', () => {
    for (const step of ['start', 'next', 'prev', 'newest'] as const) {
      const feed = feedOf(answered({ first: 1, count: 3 }), answered({ step, first: 8, count: 1, listKey: 'other' }));
      expect(seqs(feed)).toEqual([8]);
      expect(feed).toMatchObject({ listKey: 'other', starts: 2 });
    }
  });

  it('begins anew when the same list is asked for from its start', () => {
    const feed = feedOf(answered({ first: 1, count: 3 }), answered({ first: 1, count: 2 }));
    expect(seqs(feed)).toEqual([1, 2]);
    expect(feed.starts).toBe(2);
  });
});

describe("a refresh of the panel's own query", () => {
  const refresh = (changes: Answered) => answered({ isRefresh: true, ...changes });

  it('joins what is loaded, without beginning anew', () => {
    const feed = feedOf(answered({ first: 1, count: 3 }), refresh({ first: 1, count: 5 }));
    expect(seqs(feed)).toEqual([1, 2, 3, 4, 5]);
    expect(feed.starts).toBe(1);
  });

  it('begins the window where nothing was loaded yet', () => {
    const feed = feedOf(refresh({ first: 1, count: 3 }));
    expect(seqs(feed)).toEqual([1, 2, 3]);
    expect(feed.starts).toBe(1);
  });

  it('empties the window when the list is empty now', () => {
    expect(seqs(feedOf(answered({ first: 1, count: 3 }), refresh({ first: 1, count: 0 })))).toEqual([]);
  });

  it('leaves several pages alone whose newest line is the last: its page is not the newest one', () => {
    const feed = feedOf(
      answered({ first: 1, count: 3, next: 'c4' }),
      answered({ step: 'next', first: 4, count: 2, position: { cursor: 'c4', at: 'first' } }),
      refresh({ first: 1, count: 3, next: 'c4' })
    );
    expect(seqs(feed)).toEqual([1, 2, 3, 4, 5]);
    expect(feed.window?.pages).toHaveLength(2);
  });

  it('joins several pages whose newest line is the first', () => {
    const feed = feedOf(
      answered({ first: 4, count: 3, next: 'c3', newest: 'first' }),
      answered({ step: 'next', first: 1, count: 3, newest: 'first', position: { cursor: 'c3', at: 'first' } }),
      refresh({ first: 5, count: 3, newest: 'first' })
    );
    expect(seqs(feed)).toEqual([7, 6, 5, 4, 3, 2, 1]);
    expect(feed.window?.pages).toHaveLength(2);
  });

  it('leaves a window alone whose first page is not the start of the list', () => {
    const feed = feedOf(
      answered({ first: 8, count: 2, prev: 'p', position: { cursor: 'c8', at: 'first' } }),
      refresh({ first: 1, count: 3 })
    );
    expect(seqs(feed)).toEqual([8, 9]);
  });
});

describe('a question', () => {
  const window = answered({ first: 1, count: 3, next: 'c4' });

  it('is pending until it is answered', () => {
    const feed = feedOf(window, { type: 'asked', step: 'next' });
    expect(feed.pending).toBe('next');
    expect(seqs(feed)).toEqual([1, 2, 3]);
    expect(reduceFeed(feed, answered({ step: 'next', first: 4, count: 1 })).pending).toBeUndefined();
  });

  it('that fails keeps the lines, and is remembered so that it can be asked again', () => {
    const feed = feedOf(window, { type: 'asked', step: 'next' }, { type: 'failed', error: 'refused', listKey: 'list' });
    expect(feed).toMatchObject({ error: 'refused', failed: 'next' });
    expect(feed.pending).toBeUndefined();
    expect(seqs(feed)).toEqual([1, 2, 3]);
  });

  it('of another list that fails leaves no line, which would be taken for one of that list', () => {
    const feed = feedOf(
      window,
      { type: 'asked', step: 'start' },
      { type: 'failed', error: 'refused', listKey: 'other' }
    );
    expect(feed).toMatchObject({ error: 'refused', failed: 'start' });
    expect(feed.window).toBeUndefined();
  });

  it('that is asked again forgets the error', () => {
    const feed = feedOf(window, { type: 'asked', step: 'next' }, { type: 'failed', error: 'refused', listKey: 'list' });
    const again = reduceFeed(feed, { type: 'asked', step: 'next' });
    expect(again.error).toBeUndefined();
    expect(again.failed).toBeUndefined();
    const after = reduceFeed(feed, answered({ step: 'next', first: 4, count: 1 }));
    expect(after.error).toBeUndefined();
    expect(after.failed).toBeUndefined();
  });
});
