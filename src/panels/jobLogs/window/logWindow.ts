import { type ListMeta } from '../../../listFrame/readListMeta';
import { type LogRow } from '../lines/toLogLines';

/** Where a page of lines lies: by a cursor, or at an end of the list. */
export interface LogPosition {
  cursor?: string;
  at: 'first' | 'last';
}

export interface LogPage {
  position: LogPosition;
  lines: LogRow[];
  /** Cursors of the neighbours, null where the list ends. */
  next: string | null;
  prev: string | null;
}

/** The lines in memory: neighbouring pages, in the order they are shown. */
export interface LogWindow {
  pages: LogPage[];
  meta: ListMeta;
}

/** Lines kept in memory: scrolling on lets go of the other end, which is asked for again when scrolled back to. */
export const MAX_LINES = 10_000;

export function toPage(position: LogPosition, lines: LogRow[], meta: ListMeta): LogPage {
  return { position, lines, next: meta.page.next, prev: meta.page.prev };
}

export function linesOf(window: LogWindow | undefined): LogRow[] {
  return window?.pages.flatMap((page) => page.lines) ?? [];
}

export function appendPage(window: LogWindow, page: LogPage, meta: ListMeta): LogWindow {
  const pages = [...window.pages, page];
  while (pages.length > 2 && countLines(pages) > MAX_LINES) {
    pages.shift();
  }
  return { pages, meta };
}

export function prependPage(window: LogWindow, page: LogPage, meta: ListMeta): LogWindow {
  const pages = [page, ...window.pages];
  while (pages.length > 2 && countLines(pages) > MAX_LINES) {
    pages.pop();
  }
  return { pages, meta };
}

/**
 * Takes in the newest page, asked for again. New lines join the ones that are shown; when more came than one page
 * holds, nothing overlaps, and the fresh page starts the window anew instead of hiding a gap.
 */
export function mergeNewest(window: LogWindow, page: LogPage, meta: ListMeta, newest: 'first' | 'last'): LogWindow {
  const edge = newest === 'last' ? window.pages.at(-1) : window.pages[0];
  if (edge === undefined) {
    return { pages: [page], meta };
  }
  const added = addedTo(edge, page);
  const hasGap = added.length === page.lines.length && edge.lines.length > 0 && page.lines.length > 0;
  if (hasGap || edge.lines.length + added.length > MAX_LINES) {
    return { pages: [page], meta };
  }
  const merged = newest === 'last' ? withNext(edge, added, page) : withPrevious(edge, added, page);
  if (added.length === 0 && haveSameNeighbours(merged, edge)) {
    // The same pages: nothing needs to be drawn again.
    return { pages: window.pages, meta };
  }
  const pages = newest === 'last' ? [...window.pages.slice(0, -1), merged] : [merged, ...window.pages.slice(1)];
  return { pages, meta };
}

/** The page where new lines come; undefined while it is not loaded. */
export function edgeOf({ pages }: LogWindow, newest: 'first' | 'last'): LogPage | undefined {
  const edge = newest === 'last' ? pages.at(-1) : pages[0];
  return (newest === 'last' ? edge?.next : edge?.prev) === null ? edge : undefined;
}

function haveSameNeighbours(one: LogPage, other: LogPage): boolean {
  return one.next === other.next && one.prev === other.prev;
}

function addedTo(edge: LogPage, page: LogPage): LogPage['lines'] {
  const known = new Set(edge.lines.map((line) => line.id));
  return page.lines.filter((line) => !known.has(line.id));
}

function withNext(edge: LogPage, added: LogPage['lines'], { next }: LogPage): LogPage {
  return { ...edge, lines: [...edge.lines, ...added], next };
}

function withPrevious(edge: LogPage, added: LogPage['lines'], { prev }: LogPage): LogPage {
  return { ...edge, lines: [...added, ...edge.lines], prev };
}

/** The page a line is on: a link to the line leads there. */
export function positionOf(window: LogWindow | undefined, id: string): LogPosition | undefined {
  return window?.pages.find((page) => page.lines.some((line) => line.id === id))?.position;
}

function countLines(pages: readonly LogPage[]): number {
  return pages.reduce((sum, page) => sum + page.lines.length, 0);
}
