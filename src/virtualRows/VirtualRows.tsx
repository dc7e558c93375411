import { css } from '@emotion/css';
import { useVirtualizer } from '@tanstack/react-virtual';
import React, { useEffect, useRef, type HTMLAttributes, type ReactNode } from 'react';

/** Up to here all rows are in the page: the browser's own search finds them, and they may be of any height. */
const PLAIN_ROWS = 1000;

export interface VirtualRowsProps extends Pick<
  HTMLAttributes<HTMLDivElement>,
  'role' | 'tabIndex' | 'onKeyDown' | 'className' | 'aria-label' | 'aria-activedescendant'
> {
  count: number;
  /** Pixels; rows that wrap are measured when they appear. */
  rowHeight: number;
  maxHeight: number;
  renderRow: (index: number) => ReactNode;
  /** Brought into view whenever it changes. */
  revealed?: number;
}

/** A scroll box over rows of any number, of which only the visible ones are in the page. */
export function VirtualRows({ count, ...props }: VirtualRowsProps) {
  return count <= PLAIN_ROWS ? <PlainRows count={count} {...props} /> : <WindowedRows count={count} {...props} />;
}

function PlainRows({ count, rowHeight: _, maxHeight, renderRow, revealed, ...box }: VirtualRowsProps) {
  const ref = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const row = revealed === undefined ? undefined : ref.current?.children[revealed];
    if (ref.current && row instanceof HTMLElement) {
      // Not scrollIntoView: that would scroll the dashboard too. The box is positioned, so offsetTop counts from it.
      ref.current.scrollTop = revealTop(ref.current, row.offsetTop, row.offsetHeight);
    }
  }, [revealed]);

  return (
    <div ref={ref} style={{ maxHeight }} {...box} className={`${styles.box} ${box.className ?? ''}`}>
      {Array.from({ length: count }, (__, index) => (
        <div key={index}>{renderRow(index)}</div>
      ))}
    </div>
  );
}

/** Where to scroll so that a row is seen; a row that is seen already stays where it is. */
export function revealTop(
  box: Pick<HTMLElement, 'scrollTop' | 'clientHeight'>,
  rowTop: number,
  rowHeight: number
): number {
  const isSeen = rowTop >= box.scrollTop && rowTop + rowHeight <= box.scrollTop + box.clientHeight;
  return isSeen ? box.scrollTop : Math.max(0, rowTop - box.clientHeight / 3);
}

function WindowedRows({ count, rowHeight, maxHeight, renderRow, revealed, ...box }: VirtualRowsProps) {
  const ref = useRef<HTMLDivElement>(null);
  // eslint-disable-next-line react-hooks/incompatible-library -- the React Compiler does not build this plugin
  const rows = useVirtualizer({
    count,
    getScrollElement: () => ref.current,
    estimateSize: () => rowHeight,
    overscan: 20,
  });
  useEffect(() => {
    if (revealed !== undefined) {
      rows.scrollToIndex(revealed, { align: 'auto' });
    }
  }, [revealed, rows]);

  return (
    <div ref={ref} style={{ height: maxHeight }} {...box} className={`${styles.box} ${box.className ?? ''}`}>
      <div className={styles.content} style={{ height: rows.getTotalSize() }}>
        {rows.getVirtualItems().map(({ index, key, start }) => (
          <div
            key={key}
            data-index={index}
            ref={rows.measureElement}
            className={styles.row}
            style={{ transform: `translateY(${start}px)` }}
          >
            {renderRow(index)}
          </div>
        ))}
      </div>
    </div>
  );
}

const styles = {
  box: css({ overflow: 'auto', position: 'relative', contain: 'content' }),
  content: css({ position: 'relative', minWidth: '100%' }),
  row: css({ position: 'absolute', top: 0, left: 0, minWidth: '100%' }),
};
