import { css, cx } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import React from 'react';
import { StateBadge } from '../../jobState/StateBadge';
import { JobText } from '../../text/JobText';
import { visibleText } from '../../text/visibleText';
import { JobLink } from './cells/JobLink';
import { Outcome } from './cells/Outcome';
import { type JobFormat } from './rows/jobFormat';
import { runOf, waitOf } from './rows/jobTimes';
import { type JobRow } from './rows/toJobRows';
import { useJobRows } from './useJobRows';
import { type JobsList } from './useJobsList';

const CARD_HEIGHT = 92;

interface Props {
  list: JobsList;
  format: JobFormat;
  height: number;
}

/** The list where a table does not fit: one card per job, nothing to scroll sideways. */
export function JobCardsView({ list, format, height }: Props) {
  const styles = useStyles2(getStyles);
  const { scroller, virtualizer, selection, onKeyDown, onScroll } = useJobRows(list, {
    rowHeight: CARD_HEIGHT,
    headerHeight: 0,
    bodyHeight: height,
  });
  const { rows, page } = list;
  return (
    <div
      ref={scroller}
      className={styles.scroller}
      role="list"
      aria-label="Jobs"
      aria-busy={page.isLoading}
      onKeyDown={onKeyDown}
      onScroll={onScroll}
    >
      <div className={cx(styles.body, page.isStale && styles.stale)} style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map(({ index, key, start }) => {
          const row = rows[index];
          const isSelected = index === selection.index;
          return (
            row !== undefined && (
              <div
                key={key}
                role="listitem"
                data-index={index}
                aria-posinset={index + 1}
                aria-setsize={rows.length}
                className={cx(styles.card, isSelected && styles.selected)}
                style={{ transform: `translateY(${start}px)` }}
                onMouseDown={() => selection.select(index)}
                onClickCapture={() => selection.keep(index)}
              >
                <Card row={row} format={format} isTabStop={isSelected || (selection.index < 0 && index === 0)} />
              </div>
            )
          );
        })}
      </div>
    </div>
  );
}

function Card({ row, format, isTabStop }: { row: JobRow; format: JobFormat; isTabStop: boolean }) {
  const styles = useStyles2(getStyles);
  const run = runOf(row, format.asOf);
  const wait = waitOf(row, format.asOf);
  return (
    <>
      <div className={styles.line}>
        <JobLink row={row} format={format} tabIndex={isTabStop ? 0 : -1} />
        <StateBadge state={row.state} nativeState={row.nativeState} />
      </div>
      <div className={styles.line}>
        <span className={styles.cmd} title={visibleText(`${row.organization} / ${row.cmd}`)}>
          <span className={styles.weak}>
            <JobText>{row.organization}</JobText> /
          </span>{' '}
          <JobText>{row.cmd}</JobText>
        </span>
        <span className={styles.weak} title={run?.title ?? wait?.title}>
          {run?.text ?? (wait === undefined ? '' : `waits ${wait.text}`)}
        </span>
      </div>
      <div className={styles.line}>
        <span className={styles.outcome}>
          <Outcome row={row} />
        </span>
        <span className={styles.weak}>
          <JobText>{[row.nodeName, row.queue].filter(Boolean).join(' · ')}</JobText>
        </span>
      </div>
    </>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  scroller: css({ flex: 1, minHeight: 0, overflow: 'auto' }),
  body: css({ position: 'relative' }),
  stale: css({ opacity: 0.45 }),
  card: css({
    position: 'absolute',
    top: 0,
    left: 0,
    right: 0,
    height: CARD_HEIGHT - 6,
    display: 'flex',
    flexDirection: 'column',
    justifyContent: 'center',
    gap: theme.spacing(0.25),
    padding: theme.spacing(0.5, 1),
    border: `1px solid ${theme.colors.border.weak}`,
    borderRadius: theme.shape.radius.default,
    background: theme.colors.background.secondary,
  }),
  selected: css({ borderColor: theme.colors.primary.border }),
  line: css({
    display: 'flex',
    justifyContent: 'space-between',
    gap: theme.spacing(1),
    minWidth: 0,
    whiteSpace: 'nowrap',
  }),
  cmd: css({ overflow: 'hidden', textOverflow: 'ellipsis' }),
  outcome: css({ overflow: 'hidden', textOverflow: 'ellipsis', minWidth: 0 }),
  weak: css({ color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize, flex: 'none' }),
});
