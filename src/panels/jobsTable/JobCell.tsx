import { css, cx } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import React from 'react';
import { formatDuration } from '../../duration/formatDuration';
import { StateBadge } from '../../jobState/StateBadge';
import { type Column } from './columns';
import { type JobFormat } from './jobFormat';
import { runOf, waitOf } from './jobTimes';
import { type JobRow } from './toJobRows';

interface Props {
  column: Column;
  row: JobRow;
  format: JobFormat;
  /** Links are reached by Tab only in the selected row: one stop for a list of hundreds. */
  tabIndex: 0 | -1;
}

/** One value of one job, as its column shows it. */
export function JobCell({ column, row, format, tabIndex }: Props) {
  const styles = useStyles2(getStyles);
  switch (column.id) {
    case 'timeStart':
      return <JobLink row={row} format={format} tabIndex={tabIndex} />;
    case 'state':
      return <StateBadge state={row.state} nativeState={row.nativeState} />;
    case 'cmd':
      return row.jumpscriptId === null ? (
        <span title={row.cmd}>{row.cmd}</span>
      ) : (
        <a
          className={styles.link}
          href={format.jumpscriptHref(row.jumpscriptId, row.jumpscriptVersion)}
          tabIndex={tabIndex}
          title={`JumpScript ${row.jumpscriptId}`}
        >
          {row.cmd}
        </a>
      );
    case 'organization':
      return (
        <span title={[row.organization, row.category].filter(Boolean).join(' / ')}>
          {row.organization}
          {row.category !== '' && row.category !== row.organization && (
            <span className={styles.weak}> {row.category}</span>
          )}
        </span>
      );
    case 'resultPreview':
      return <Outcome row={row} />;
    case 'waitMs':
      return <SpanCell span={waitOf(row, format.asOf)} />;
    case 'runMs':
      return <SpanCell span={runOf(row, format.asOf)} />;
    default:
      return <Plain column={column} row={row} format={format} />;
  }
}

/** The way to Job Details; also for a job that has not started. */
export function JobLink({ row, format, tabIndex }: Omit<Props, 'column'>) {
  const styles = useStyles2(getStyles);
  const href = format.jobHref(row.guid);
  if (row.timeStart !== null) {
    return (
      <a
        className={styles.link}
        href={href}
        tabIndex={tabIndex}
        data-job-link
        title={`Started ${format.fullTime(row.timeStart)}, ${format.relative(row.timeStart)}. Open Job Details.`}
      >
        {format.time(row.timeStart)}
      </a>
    );
  }
  return (
    <a
      className={styles.link}
      href={href}
      tabIndex={tabIndex}
      data-job-link
      title={`Not started. Created ${format.fullTime(row.timeCreate)}, ${format.relative(row.timeCreate)}. Open Job Details.`}
    >
      <span className={styles.notStarted}>not started</span>
      {!format.isTimeShort && <span className={styles.created}> {format.timeOfDay(row.timeCreate)}</span>}
    </a>
  );
}

/** The result, or in red why there is none. Text only: both were written by scripts. */
export function Outcome({ row }: { row: JobRow }) {
  const styles = useStyles2(getStyles);
  if (row.isFailed) {
    const message = row.errorMessage ?? row.resultPreview ?? row.errorType ?? 'failed without a message';
    return (
      <span className={styles.failure} title={row.errorType === null ? message : `${row.errorType}: ${message}`}>
        {message}
      </span>
    );
  }
  return row.resultPreview === null ? (
    <Nothing />
  ) : (
    <span className={styles.result} title={row.resultPreview}>
      {row.resultPreview}
    </span>
  );
}

function SpanCell({ span }: { span: ReturnType<typeof runOf> }) {
  const styles = useStyles2(getStyles);
  if (span === undefined) {
    return <Nothing />;
  }
  const part = span.ofTimeout ?? 0;
  return (
    <span className={cx(styles.number, span.isOpen && styles.open)} title={span.title}>
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

function Plain({ column, row, format }: Omit<Props, 'tabIndex'>) {
  const styles = useStyles2(getStyles);
  const text = plainText(column, row, format);
  return text === '' ? (
    <Nothing />
  ) : (
    <span
      className={cx(column.isRight && styles.number)}
      title={column.spec?.kind === 'time' ? format.fullTime(Number(row[column.id])) : text}
    >
      {text}
    </span>
  );
}

function plainText(column: Column, row: JobRow, format: JobFormat): string {
  const value = row[column.id];
  if (value === null || value === undefined) {
    return '';
  }
  if (column.spec?.kind === 'time') {
    return format.time(Number(value));
  }
  if (column.id === 'timeoutSeconds') {
    return row.timeoutSeconds > 0 ? formatDuration(row.timeoutSeconds * 1000) : '';
  }
  return Array.isArray(value) ? value.join(', ') : String(value);
}

function Nothing() {
  const styles = useStyles2(getStyles);
  return <span className={styles.weak}>–</span>;
}

const getStyles = (theme: GrafanaTheme2) => ({
  link: css({
    color: theme.colors.text.link,
    fontVariantNumeric: 'tabular-nums',
    '&:hover': { textDecoration: 'underline' },
  }),
  notStarted: css({ fontStyle: 'italic' }),
  created: css({ color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize }),
  weak: css({ color: theme.colors.text.secondary }),
  result: css({
    fontFamily: theme.typography.fontFamilyMonospace,
    fontSize: theme.typography.bodySmall.fontSize,
    color: theme.colors.text.secondary,
  }),
  failure: css({ color: theme.colors.error.text }),
  number: css({
    fontVariantNumeric: 'tabular-nums',
    position: 'relative',
    display: 'block',
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    padding: '4px 0',
  }),
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
