import { defaultRangeExtractor, useVirtualizer, type Range } from '@tanstack/react-virtual';
import { useCallback, useRef, useState, type UIEvent } from 'react';
import { useRowKeys } from './list/useRowKeys';
import { useScrollMemory } from './list/useScrollMemory';
import { useSelectedRow } from './list/useSelectedRow';
import { type JobRow } from './rows/toJobRows';
import { type JobsList } from './useJobsList';

interface RowsLayout {
  /** Pixels. */
  rowHeight: number;
  headerHeight: number;
  bodyHeight: number;
  /** Undefined: rows cannot be marked. */
  onMark?: (guid: string) => void;
}

/** Rows in sight, selection, keys and scroll position: the same for the table and for the cards. */
export function useJobRows(list: JobsList, { rowHeight, headerHeight, bodyHeight, onMark }: RowsLayout) {
  const { rows, state, actions, page } = list;
  const scroller = useRef<HTMLDivElement>(null);
  const selection = useSelectedRow(rows, state.selected, actions.select);
  const { index: selected } = selection;
  const [isScrolled, setScrolled] = useState(false);

  // Only React Compiler cares, which does not compile this code: its memoizing would freeze what the virtualizer returns.
  // eslint-disable-next-line react-hooks/incompatible-library
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    getItemKey: (index) => rows[index]?.guid ?? index,
    scrollMargin: headerHeight,
    scrollPaddingStart: headerHeight,
    initialRect: { width: 0, height: bodyHeight },
    overscan: 8,
    // A refresh puts new jobs on top: who has scrolled down keeps the rows in sight, who has not sees the new ones.
    anchorTo: isScrolled ? 'end' : 'start',
    // The focused row must not leave the document, or the focus is lost.
    rangeExtractor: (range: Range) => withRow(defaultRangeExtractor(range), selected),
  });

  const scrollTo = useCallback((index: number) => virtualizer.scrollToIndex(index, { align: 'auto' }), [virtualizer]);
  const scrollToOffset = useCallback((offset: number) => virtualizer.scrollToOffset(offset), [virtualizer]);
  const onKeyDown = useRowKeys({
    count: rows.length,
    selected,
    pageRows: Math.max(1, Math.floor(bodyHeight / rowHeight) - 1),
    scroller,
    onSelect: selection.select,
    onMark: (index) => markRow(rows[index], onMark),
    scrollTo,
  });
  const { search, sort, filters, limit, cursor, at } = state;
  const listKey = JSON.stringify([search, sort, filters, limit, cursor, at]);
  const remember = useScrollMemory(listKey, rows.length > 0 && !page.isStale, scrollToOffset);

  const onScroll = useCallback(
    (event: UIEvent<HTMLElement>) => {
      const { scrollTop } = event.currentTarget;
      setScrolled(scrollTop > 0);
      remember(scrollTop);
    },
    [remember]
  );

  return { scroller, virtualizer, selection, onKeyDown, onScroll };
}

function markRow(row: JobRow | undefined, onMark: ((guid: string) => void) | undefined): void {
  if (row !== undefined) {
    onMark?.(row.guid);
  }
}

function withRow(indexes: number[], index: number): number[] {
  return index < 0 || indexes.includes(index) ? indexes : [...indexes, index].sort((a, b) => a - b);
}
