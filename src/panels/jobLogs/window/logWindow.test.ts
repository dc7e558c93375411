import { readListMeta } from '../../../listFrame/readListMeta';
import { linesFrom, logsFrame } from '../lines/logsFrame.fixture';
import {
  appendPage,
  edgeOf,
  linesOf,
  MAX_LINES,
  mergeNewest,
  positionOf,
  prependPage,
  toPage,
  type LogPage,
  type LogWindow,
} from './logWindow';
import { toLogLines } from '../lines/toLogLines';

const META = readListMeta(undefined);

function page(
  first: number,
  count: number,
  neighbours: { next?: string; prev?: string } = {},
  cursor?: string
): LogPage {
  const frame = logsFrame(linesFrom(first, count), neighbours);
  return toPage({ cursor, at: 'first' }, toLogLines(frame), readListMeta(frame));
}

function windowOf(...pages: LogPage[]): LogWindow {
  return { pages, meta: META };
}

const seqs = (window: LogWindow) => linesOf(window).map((line) => line.seq);

describe('mergeNewest', () => {
  it('adds the lines that came since, once', () => {
    const merged = mergeNewest(windowOf(page(1, 3)), page(1, 5), META, 'last');
    expect(seqs(merged)).toEqual([1, 2, 3, 4, 5]);
  });

  it('keeps the pages before the newest one', () => {
    const merged = mergeNewest(
      windowOf(page(1, 3, { next: 'c' }), page(4, 2, { prev: 'p' }, 'c')),
      page(4, 3, {}, 'c'),
      META,
      'last'
    );
    expect(seqs(merged)).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('learns that more follows when the newest page is full', () => {
    const merged = mergeNewest(windowOf(page(1, 2)), page(1, 3, { next: 'c4' }), META, 'last');
    expect(merged.pages.at(-1)?.next).toBe('c4');
  });

  it('puts new lines on top where the newest come first', () => {
    const newestFirst = (first: number, count: number): LogPage => ({
      ...page(first, count),
      lines: [...page(first, count).lines].reverse(),
    });
    expect(seqs(mergeNewest(windowOf(newestFirst(1, 3)), newestFirst(3, 3), META, 'first'))).toEqual([5, 4, 3, 2, 1]);
  });

  it('starts anew instead of hiding a gap, when more came than one page holds', () => {
    expect(seqs(mergeNewest(windowOf(page(1, 3)), page(7, 3), META, 'last'))).toEqual([7, 8, 9]);
  });

  it('takes the first lines of a log that was empty', () => {
    expect(seqs(mergeNewest(windowOf(page(1, 0)), page(1, 2), META, 'last'))).toEqual([1, 2]);
  });

  it('leaves the pages as they are when nothing is new', () => {
    const window = windowOf(page(1, 3));
    expect(mergeNewest(window, page(1, 3), META, 'last').pages).toBe(window.pages);
    expect(mergeNewest(window, page(1, 3), META, 'first').pages).toBe(window.pages);
  });

  it('takes in what is known of the list, also when nothing is new', () => {
    const meta = { ...META, total: { value: 3, relation: 'eq' as const } };
    expect(mergeNewest(windowOf(page(1, 3)), page(1, 3), meta, 'last').meta).toBe(meta);
  });

  it('is the newest page alone when there was none', () => {
    expect(seqs(mergeNewest(windowOf(), page(1, 2), META, 'last'))).toEqual([1, 2]);
  });

  it('keeps the pages behind the newest one where that comes first', () => {
    const merged = mergeNewest(windowOf(page(1, 2), page(3, 2, {}, 'c')), page(1, 2, { prev: 'p' }), META, 'first');
    expect(seqs(merged)).toEqual([1, 2, 3, 4]);
    expect(merged.pages.map(({ prev }) => prev)).toEqual(['p', null]);
  });

  it('keeps its lines when the newest page is empty now, as when a filter of time moved on', () => {
    expect(seqs(mergeNewest(windowOf(page(1, 3)), page(1, 0), META, 'last'))).toEqual([1, 2, 3]);
  });

  it('starts anew when the newest page would grow beyond what is kept in memory', () => {
    const full = windowOf(page(1, MAX_LINES - 1));
    expect(seqs(mergeNewest(full, page(MAX_LINES - 1, 2), META, 'last'))).toHaveLength(MAX_LINES);
    expect(seqs(mergeNewest(full, page(MAX_LINES - 1, 3), META, 'last'))).toEqual([
      MAX_LINES - 1,
      MAX_LINES,
      MAX_LINES + 1,
    ]);
  });
});

describe('scrolling on', () => {
  it('lets go of the far end when memory is full, and knows how to get it back', () => {
    const half = MAX_LINES / 2;
    let window = windowOf(page(1, half, { next: 'c2' }));
    window = appendPage(window, page(half + 1, half, { next: 'c3', prev: 'p1' }, 'c2'), META);
    window = appendPage(window, page(2 * half + 1, half, { prev: 'p2' }, 'c3'), META);
    expect(linesOf(window)).toHaveLength(MAX_LINES);
    expect(window.pages[0]?.prev).toBe('p1');
    window = prependPage(window, page(1, half, { next: 'c2' }, 'p1'), META);
    expect(linesOf(window)).toHaveLength(MAX_LINES);
    expect(seqs(window)[0]).toBe(1);
    expect(window.pages.at(-1)?.next).toBe('c3');
  });

  it('keeps as many lines as memory holds, and never less than two pages', () => {
    const quarter = MAX_LINES / 4;
    const half = windowOf(page(1, quarter, {}, 'c1'), page(quarter + 1, quarter, {}, 'c2'));
    const next = page(2 * quarter + 1, 2 * quarter, {}, 'c3');
    expect(seqs(appendPage(half, next, META))).toHaveLength(MAX_LINES);
    expect(seqs(prependPage(half, next, META))).toHaveLength(MAX_LINES);
    const whole = windowOf(page(1, MAX_LINES));
    const more = page(MAX_LINES + 1, MAX_LINES);
    expect(appendPage(whole, more, META).pages).toHaveLength(2);
    expect(prependPage(whole, more, META).pages).toHaveLength(2);
  });

  it('has nothing before the first answer', () => {
    expect(linesOf(undefined)).toEqual([]);
    expect(positionOf(undefined, 'job-1-1')).toBeUndefined();
  });

  it('finds the page of a line, for a link to it', () => {
    const window = windowOf(page(1, 2), page(3, 2, {}, 'c3'));
    expect(positionOf(window, 'job-1-4')).toEqual({ cursor: 'c3', at: 'first' });
    expect(positionOf(window, 'job-1-9')).toBeUndefined();
  });
});

describe('edgeOf', () => {
  const first = page(1, 2, { next: 'c' });
  const last = page(3, 2, { prev: 'p' }, 'c');

  it('is the page behind which nothing follows, where new lines come last', () => {
    expect(edgeOf(windowOf(first, last), 'last')).toBe(last);
    expect(edgeOf(windowOf(first), 'last')).toBeUndefined();
  });

  it('is the page before which nothing is, where new lines come first', () => {
    expect(edgeOf(windowOf(first, last), 'first')).toBe(first);
    expect(edgeOf(windowOf(last), 'first')).toBeUndefined();
  });

  it('is none where no page is loaded', () => {
    expect(edgeOf(windowOf(), 'last')).toBeUndefined();
    expect(edgeOf(windowOf(), 'first')).toBeUndefined();
  });
});
