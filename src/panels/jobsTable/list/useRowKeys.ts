import { useCallback, useEffect, useRef, type KeyboardEvent } from 'react';

interface RowKeys {
  count: number;
  /** -1: no row is selected. */
  selected: number;
  /** Rows that fit the panel: one page of the PageUp and PageDown keys. */
  pageRows: number;
  scroller: { readonly current: HTMLDivElement | null };
  onSelect: (index: number) => void;
  onMark: (index: number) => void;
  scrollTo: (index: number) => void;
}

/**
 * Arrows, j and k, Home, End and page keys move the selected row, and the focus to its link, so that Enter opens it as
 * any link (with Ctrl in a new tab) and a screen reader says it. x marks the row.
 */
export function useRowKeys({
  count,
  selected,
  pageRows,
  scroller,
  onSelect,
  onMark,
  scrollTo,
}: RowKeys): (event: KeyboardEvent) => void {
  const isMoving = useRef(false);

  useEffect(() => {
    if (isMoving.current && selected >= 0) {
      isMoving.current = false;
      scrollTo(selected);
      scroller.current
        ?.querySelector<HTMLElement>(`[data-index="${selected}"] [data-job-link]`)
        ?.focus({ preventScroll: true });
    }
  }, [selected, scrollTo, scroller]);

  return useCallback(
    (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) {
        return;
      }
      if (event.key === 'x' && selected >= 0) {
        event.preventDefault();
        event.stopPropagation();
        onMark(selected);
        return;
      }
      const to = targetOf(event.key, selected, count, pageRows);
      if (to === undefined || count === 0) {
        return;
      }
      event.preventDefault();
      event.stopPropagation();
      isMoving.current = true;
      onSelect(Math.max(0, Math.min(count - 1, to)));
    },
    [count, selected, pageRows, onSelect, onMark]
  );
}

function targetOf(key: string, selected: number, count: number, pageRows: number): number | undefined {
  switch (key) {
    case 'ArrowDown':
    case 'j':
      return selected + 1;
    case 'ArrowUp':
    case 'k':
      return selected - 1;
    case 'PageDown':
      return selected + pageRows;
    case 'PageUp':
      return selected - pageRows;
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return undefined;
  }
}

function isTyping(target: EventTarget): boolean {
  return target instanceof HTMLElement && /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
}
