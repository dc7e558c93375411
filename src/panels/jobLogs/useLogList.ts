import { useVirtualizer, type VirtualItem } from '@tanstack/react-virtual';
import { useEffect, useReducer, useRef, useState, type KeyboardEvent, type UIEvent } from 'react';
import { type JobLogs } from './useJobLogs';

const LINE_HEIGHT = 23;
/** Neighbours are asked for this many lines before the end is in sight. */
const AHEAD = 40;

/** Lines in sight, the selected line, and loading on as the viewer scrolls. */
export function useLogList({ lines, state, loader }: JobLogs, height: number) {
  const scroller = useRef<HTMLDivElement>(null);
  const [isAtTop, setAtTop] = useState(true);
  const [selected, select] = useState<string>();
  const [expanded, toggle] = useReducer(toggleIn, new Set<string>());
  const isNewestOnTop = state.direction === 'backward' && loader.window?.pages[0]?.prev === null;

  // Only React Compiler cares, which does not compile this code: its memoizing would freeze what the virtualizer returns.
  // eslint-disable-next-line react-hooks/incompatible-library
  const virtualizer = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => LINE_HEIGHT,
    getItemKey: (index) => lines[index]?.id ?? index,
    initialRect: { width: 0, height },
    overscan: 12,
    // Lines that are put before or after keep what is in sight where it is; who is at the end goes along with it.
    anchorTo: isNewestOnTop && isAtTop ? 'start' : 'end',
    followOnAppend: state.direction === 'forward' && loader.window?.pages.at(-1)?.next === null,
    scrollEndThreshold: 4,
  });

  const items = virtualizer.getVirtualItems();
  const { starts } = loader;
  useLoadAhead(loader, lines.length, items);

  // A new list opens at the line a link leads to, or at the end that was asked for.
  const placed = useRef<number | undefined>(undefined);
  useEffect(() => {
    if (starts === undefined || placed.current === starts || lines.length === 0) {
      return;
    }
    placed.current = starts;
    const index = lines.findIndex((line) => line.id === state.line);
    if (index >= 0) {
      virtualizer.scrollToIndex(index, { align: 'center' });
    } else if (state.start.at === 'last') {
      virtualizer.scrollToEnd();
    } else {
      virtualizer.scrollToOffset(0);
    }
  }, [starts, lines, state.line, state.start.at, virtualizer]);

  const { isFollowing } = state;
  useEffect(() => {
    if (isFollowing && state.direction === 'forward') {
      virtualizer.scrollToEnd();
    }
  }, [isFollowing, state.direction, virtualizer]);

  const current = lines.findIndex((line) => line.id === (selected ?? state.line));
  const onKeyDown = (event: KeyboardEvent) => {
    const to = moveOf(event, current);
    const line = lines[Math.max(0, Math.min(lines.length - 1, to ?? current))];
    if (line === undefined || event.target !== event.currentTarget) {
      return;
    }
    if (event.key === 'Enter') {
      toggle(line.id);
    } else if (to !== undefined) {
      event.preventDefault();
      select(line.id);
      virtualizer.scrollToIndex(Math.max(0, Math.min(lines.length - 1, to)), { align: 'auto' });
    }
  };
  const onScroll = (event: UIEvent<HTMLElement>) => setAtTop(event.currentTarget.scrollTop <= 0);
  return { scroller, virtualizer, items, current, expanded, select, toggle, onKeyDown, onScroll };
}

/** Asks for the neighbours before the end is in sight. */
function useLoadAhead({ load, error, pending }: JobLogs['loader'], count: number, items: VirtualItem[]) {
  const first = items[0]?.index ?? 0;
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (error !== undefined || pending !== undefined || count === 0) {
      return;
    }
    if (last >= count - AHEAD) {
      load('next');
    }
    if (first <= AHEAD) {
      load('prev');
    }
  }, [first, last, count, error, pending, load]);
}

function moveOf(event: KeyboardEvent, current: number): number | undefined {
  if (event.ctrlKey || event.metaKey || event.altKey) {
    return undefined;
  }
  if (event.key === 'ArrowDown' || event.key === 'j') {
    return current + 1;
  }
  return event.key === 'ArrowUp' || event.key === 'k' ? current - 1 : undefined;
}

function toggleIn(ids: ReadonlySet<string>, id: string): Set<string> {
  const next = new Set(ids);
  if (!next.delete(id)) {
    next.add(id);
  }
  return next;
}
