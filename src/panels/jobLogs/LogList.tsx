import { css, cx } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { locationService } from '@grafana/runtime';
import { useStyles2 } from '@grafana/ui';
import React from 'react';
import { LogLineRow } from './LogLineRow';
import { lineText } from './lines/lineText';
import { type LogFormat } from './lines/logFormat';
import { positionOf } from './window/logWindow';
import { LOG_COLUMNS, type LogColumn } from './options';
import { type LogRow } from './lines/toLogLines';
import { type JobLogs } from './useJobLogs';
import { useLogList } from './useLogList';

/** Below this the message goes under time and level. */
const NARROW = 700;

interface Props {
  logs: JobLogs;
  columns: readonly LogColumn[];
  format: LogFormat;
  width: number;
  height: number;
}

export function LogList({ logs, columns, format, width, height }: Props) {
  const styles = useStyles2(getStyles);
  const { lines, state, loader, actions } = logs;
  const { scroller, virtualizer, items, current, expanded, select, toggle, onKeyDown, onScroll } = useLogList(
    logs,
    height
  );
  const isNarrow = width < NARROW;
  const template = [...columns.map((column) => `${LOG_COLUMNS[column].width}px`), 'minmax(0, 1fr)'].join(' ');
  const total = loader.window?.meta.total;

  const copyLink = (line: LogRow) => {
    actions.keep(line.id, positionOf(loader.window, line.id));
    const { pathname, search } = locationService.getLocation();
    void navigator.clipboard.writeText(
      `${window.location.origin}${locationService.getHistory().createHref({ pathname, search })}`
    );
  };

  return (
    <div
      ref={scroller}
      role="table"
      aria-label="Log lines"
      aria-rowcount={total?.relation === 'eq' ? total.value : -1}
      aria-busy={loader.pending !== undefined}
      // The arrow keys move from line to line.
      tabIndex={0}
      className={styles.scroller}
      onKeyDown={onKeyDown}
      onScroll={onScroll}
    >
      <div className={cx(styles.body, loader.isStale && styles.stale)} style={{ height: virtualizer.getTotalSize() }}>
        {items.map(({ index, key, start }) => {
          const line = lines[index];
          return (
            line !== undefined && (
              <div
                key={key}
                ref={virtualizer.measureElement}
                role="row"
                data-index={index}
                aria-selected={index === current}
                className={styles.row}
                style={{ transform: `translateY(${start}px)` }}
                onMouseDown={() => select(line.id)}
              >
                <LogLineRow
                  line={line}
                  columns={columns}
                  template={template}
                  format={format}
                  search={state.search}
                  isWrapped={state.isWrapped}
                  isExpanded={expanded.has(line.id)}
                  isSelected={index === current}
                  isNarrow={isNarrow}
                  onToggle={() => toggle(line.id)}
                  onCopyLine={() => void navigator.clipboard.writeText(lineText(line))}
                  onCopyLink={() => copyLink(line)}
                  onOpenJob={() => actions.keep(line.id, positionOf(loader.window, line.id))}
                />
              </div>
            )
          );
        })}
      </div>
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  scroller: css({
    flex: 1,
    minHeight: 0,
    overflow: 'auto',
    // The virtualizer keeps lines in place itself.
    overflowAnchor: 'none',
    border: `1px solid ${theme.colors.border.weak}`,
    borderRadius: theme.shape.radius.default,
  }),
  body: css({ position: 'relative' }),
  stale: css({ opacity: 0.45 }),
  row: css({ position: 'absolute', top: 0, left: 0, right: 0 }),
});
