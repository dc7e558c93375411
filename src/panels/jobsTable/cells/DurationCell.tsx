import { css, cx } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import React from 'react';
import { formatDuration } from '../../../duration/formatDuration';
import { runOf, waitOf, type Span } from '../rows/jobTimes';
import { getCellStyles, type CellProps } from './cell';
import { Nothing } from './Nothing';

export function WaitCell({ row, format }: CellProps) {
  return <DurationCell span={waitOf(row, format.asOf)} />;
}

export function RunCell({ row, format }: CellProps) {
  return <DurationCell span={runOf(row, format.asOf)} />;
}

/** 0 is no timeout. */
export function TimeoutCell({ row: { timeoutSeconds } }: CellProps) {
  const text = formatDuration(timeoutSeconds * 1000);
  return <DurationCell span={timeoutSeconds > 0 ? { text, title: text, isOpen: false } : undefined} />;
}

/** A duration, with a bar of how much of the timeout it is. */
function DurationCell({ span }: { span: Span | undefined }) {
  const { number } = useStyles2(getCellStyles);
  const styles = useStyles2(getStyles);
  if (span === undefined) {
    return <Nothing />;
  }
  const part = span.ofTimeout ?? 0;
  return (
    <span className={cx(number, span.isOpen && styles.open)} title={span.title}>
      {span.text}
      {part >= 0.1 && (
        <span
          className={cx(styles.bar, part >= 0.8 && styles.barFull)}
          style={{ width: `${Math.min(100, part * 100)}%` }}
          aria-hidden
        />
      )}
    </span>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  open: css({ color: theme.colors.info.text }),
  bar: css({
    position: 'absolute',
    right: 0,
    bottom: 1,
    height: 2,
    borderRadius: 1,
    background: theme.colors.border.strong,
  }),
  barFull: css({ background: theme.colors.warning.main }),
});
