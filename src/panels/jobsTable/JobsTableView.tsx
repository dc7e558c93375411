import { css, cx } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import React from 'react';
import { visibleText } from '../../text/visibleText';
import { MARK_WIDTH, MarkBox } from './acts/MarkBox';
import { type FittedColumns } from './columns/fitColumns';
import { JobCell } from './columns/JobCell';
import { type MarkedJobs } from './list/useMarkedJobs';
import { type JobFormat } from './rows/jobFormat';
import { type JobRow } from './rows/toJobRows';
import { FILTER_HEIGHT, HEADER_HEIGHT, TableHeader } from './TableHeader';
import { useJobRows } from './useJobRows';
import { type JobsList } from './useJobsList';

const ROW_HEIGHT = 34;

interface Props {
  list: JobsList;
  fitted: FittedColumns;
  /** Undefined: nobody may act on the jobs, so none can be marked. */
  marks: MarkedJobs | undefined;
  format: JobFormat;
  hasFilters: boolean;
  height: number;
}

/** The list as a table: only the rows in sight are in the document. */
export function JobsTableView({ list, fitted, marks, format, height, ...props }: Props) {
  const styles = useStyles2(getStyles);
  const hasFilters = props.hasFilters && list.canAsk;
  const headerHeight = HEADER_HEIGHT + (hasFilters ? FILTER_HEIGHT : 0);
  const { scroller, virtualizer, selection, onKeyDown, onScroll } = useJobRows(list, {
    rowHeight: ROW_HEIGHT,
    headerHeight,
    bodyHeight: height,
    onMark: marks?.toggle,
  });
  const { rows, meta, page } = list;
  const { columns } = fitted;
  const { template, minWidth, columnCount } = withMarks(fitted, marks !== undefined);
  const firstRow = (meta.page.offset ?? 0) + (hasFilters ? 3 : 2);

  return (
    // The arrow keys work from anywhere in the table; every row's link is a focus target of its own.
    <div
      ref={scroller}
      role="table"
      aria-label="Jobs"
      aria-rowcount={meta.total?.relation === 'eq' ? meta.total.value + firstRow - 1 : -1}
      aria-colcount={columnCount}
      aria-busy={page.isLoading}
      className={styles.scroller}
      onKeyDown={onKeyDown}
      onScroll={onScroll}
    >
      <div style={{ minWidth }}>
        <TableHeader columns={columns} list={list} marks={marks} template={template} hasFilters={hasFilters} />
        <div
          role="rowgroup"
          className={cx(styles.body, page.isStale && styles.stale)}
          style={{ height: virtualizer.getTotalSize() }}
        >
          {virtualizer.getVirtualItems().map(({ index, key, start }) => {
            const row = rows[index];
            const isSelected = index === selection.index;
            const isTabStop = isSelected || (selection.index < 0 && index === 0);
            return (
              row !== undefined && (
                <div
                  key={key}
                  role="row"
                  data-index={index}
                  aria-rowindex={firstRow + index}
                  aria-selected={isSelected}
                  className={cx(styles.row, index % 2 === 1 && styles.odd, isSelected && styles.selected)}
                  style={{ gridTemplateColumns: template, transform: `translateY(${start - headerHeight}px)` }}
                  onMouseDown={() => selection.select(index)}
                  onClickCapture={(event) => isLink(event.target) && selection.keep(index)}
                >
                  <RowMark row={row} marks={marks} tabIndex={isTabStop ? 0 : -1} />
                  {columns.map((column) => (
                    <div key={column.id} role="cell" className={cx(styles.cell, column.isRight && styles.right)}>
                      <JobCell column={column} row={row} format={format} tabIndex={isTabStop ? 0 : -1} />
                    </div>
                  ))}
                </div>
              )
            );
          })}
        </div>
      </div>
    </div>
  );
}

interface RowMarkProps {
  row: JobRow;
  marks: MarkedJobs | undefined;
  tabIndex: 0 | -1;
}

function RowMark({ row: { guid, cmd }, marks, tabIndex }: RowMarkProps) {
  return marks === undefined ? null : (
    <div role="cell">
      <MarkBox
        label={`Mark ${visibleText(cmd)} ${guid}`}
        isMarked={marks.isMarked(guid)}
        tabIndex={tabIndex}
        onToggle={() => marks.toggle(guid)}
      />
    </div>
  );
}

/** The layout of a row, with the column of marks where there is one. */
function withMarks({ columns, template, minWidth }: FittedColumns, hasMarks: boolean) {
  return hasMarks
    ? { template: `${MARK_WIDTH}px ${template}`, minWidth: minWidth + MARK_WIDTH, columnCount: columns.length + 1 }
    : { template, minWidth, columnCount: columns.length };
}

function isLink(target: EventTarget): boolean {
  return target instanceof Element && target.closest('a') !== null;
}

const getStyles = (theme: GrafanaTheme2) => ({
  scroller: css({
    flex: 1,
    minHeight: 0,
    overflow: 'auto',
    border: `1px solid ${theme.colors.border.weak}`,
    borderRadius: theme.shape.radius.default,
  }),
  body: css({ position: 'relative' }),
  stale: css({ opacity: 0.45 }),
  row: css({
    position: 'absolute',
    top: 0,
    left: 0,
    right: 0,
    display: 'grid',
    alignItems: 'center',
    height: ROW_HEIGHT,
    borderBottom: `1px solid ${theme.colors.border.weak}`,
    '&:hover': { background: theme.colors.action.hover },
  }),
  odd: css({ background: theme.isDark ? 'rgba(204, 204, 220, 0.025)' : 'rgba(36, 41, 46, 0.02)' }),
  selected: css({ background: theme.colors.action.selected, boxShadow: `inset 3px 0 0 ${theme.colors.primary.main}` }),
  cell: css({
    padding: theme.spacing(0, 1),
    minWidth: 0,
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
  }),
  right: css({ textAlign: 'right' }),
});
