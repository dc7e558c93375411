import { type ListMeta } from '../../../listFrame/readListMeta';
import { isOverfull, keepCame, mergeCame } from './liveLines';
import { appendPage, mergeNewest, prependPage, toPage, type LogPosition, type LogWindow } from './logWindow';
import { type LogRow } from '../lines/toLogLines';

/**
 * What is being asked: the list's start, its neighbours, what was added since, or, of a list that is followed, the page at
 * its newest end.
 */
export type FeedStep = 'start' | 'next' | 'prev' | 'newest' | 'edge';

export interface LogFeed {
  window?: LogWindow;
  /** The list the window belongs to. */
  listKey?: string;
  /** Counts the windows begun anew: each opens at its start, its end or its line. */
  starts?: number;
  pending?: FeedStep;
  error?: string;
  /** What the error kept from being answered. */
  failed?: FeedStep;
  /** The last lines that came by themselves. */
  came?: LogRow[];
}

export type FeedEvent =
  | { type: 'asked'; step: FeedStep }
  | { type: 'failed'; error: string; listKey: string }
  | { type: 'came'; lines: LogRow[]; listKey: string; newest: 'first' | 'last' }
  | {
      type: 'answered';
      step: FeedStep;
      position: LogPosition;
      lines: LogRow[];
      meta: ListMeta;
      listKey: string;
      /** The end of the list where new lines come. */
      newest: 'first' | 'last';
      /** The panel's own query ran again: its page joins what is loaded. */
      isRefresh: boolean;
    };

export function reduceFeed(feed: LogFeed, event: FeedEvent): LogFeed {
  switch (event.type) {
    case 'asked':
      return { ...feed, pending: event.step, error: undefined, failed: undefined };
    case 'failed':
      // The list stays as it was; only what was asked for is missing. Another list's lines would be taken for its own.
      return feed.listKey === event.listKey
        ? { ...feed, pending: undefined, error: event.error, failed: feed.pending }
        : { starts: feed.starts, error: event.error, failed: feed.pending };
    case 'came':
      return take(feed, event);
    case 'answered':
      return answer(feed, event);
  }
}

type Answer = Extract<FeedEvent, { type: 'answered' }>;

function answer({ window, listKey, starts, came }: LogFeed, event: Answer): LogFeed {
  const isSameList = window !== undefined && listKey === event.listKey;
  if (!isSameList || (event.step === 'start' && !event.isRefresh)) {
    return { window: startWindow(event), listKey: event.listKey, starts: (starts ?? 0) + 1 };
  }
  return { window: grow(window, event, came), listKey, starts, came };
}

function take(feed: LogFeed, { lines, listKey, newest }: Extract<FeedEvent, { type: 'came' }>): LogFeed {
  return feed.window === undefined || feed.listKey !== listKey
    ? feed
    : { ...feed, window: mergeCame(feed.window, lines, newest), came: keepCame(feed.came ?? [], lines) };
}

function startWindow({ position, lines, meta }: Answer): LogWindow {
  return { pages: [toPage(position, lines, meta)], meta };
}

function grow(window: LogWindow, event: Answer, came: readonly LogRow[] = []): LogWindow {
  const page = toPage(event.position, event.lines, event.meta);
  switch (event.step) {
    case 'next':
      return appendPage(window, page, event.meta);
    case 'prev':
      return prependPage(window, page, event.meta);
    case 'newest':
      return mergeNewest(window, page, event.meta, event.newest);
    case 'edge': {
      // Its total is of when it was read: what came after it is added by being merged.
      const read = mergeCame(startWindow(event), came, event.newest);
      return isOverfull(window) ? read : mergeNewest(window, read.pages[0] ?? page, read.meta, event.newest);
    }
    case 'start':
      return refresh(window, event);
  }
}

/** The first page again: it holds the newest lines when it is the only page, or when the newest come first. */
function refresh(window: LogWindow, event: Answer): LogWindow {
  if (event.lines.length === 0) {
    return startWindow(event);
  }
  const isEdge = window.pages.length === 1 || event.newest === 'first';
  const isFirst = window.pages[0]?.position.cursor === undefined;
  if (!isEdge || !isFirst) {
    return window;
  }
  return mergeNewest(window, toPage(event.position, event.lines, event.meta), event.meta, event.newest);
}
