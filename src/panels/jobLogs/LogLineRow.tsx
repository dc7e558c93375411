import { css, cx } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { IconButton, useStyles2, useTheme2 } from '@grafana/ui';
import React from 'react';
import { JobText } from '../../text/JobText';
import { visibleText } from '../../text/visibleText';
import { levelColor, levelWord } from './level/logLevel';
import { LogMessage } from './lines/LogMessage';
import { type LogColumn } from './options';
import { type LogRow } from './lines/toLogLines';
import { type LogFormat } from './lines/logFormat';

interface Props {
  line: LogRow;
  columns: readonly LogColumn[];
  template: string;
  format: LogFormat;
  search: string;
  isWrapped: boolean;
  isExpanded: boolean;
  isSelected: boolean;
  isNarrow: boolean;
  onToggle: () => void;
  onCopyLine: () => void;
  onCopyLink: () => void;
  onOpenJob: () => void;
}

/** One log line: level by word, number and colour; the message; and what can be done with it. */
export function LogLineRow({ line, columns, template, format, isSelected, isNarrow, ...rest }: Props) {
  const styles = useStyles2(getStyles);
  const { color, border } = useLevelStyle(line.level);
  return (
    <div
      className={cx(styles.line, isNarrow ? styles.narrow : styles.grid, isSelected && styles.selected)}
      style={{ borderLeftColor: border, gridTemplateColumns: isNarrow ? undefined : template }}
    >
      <div className={isNarrow ? styles.meta : styles.contents}>
        {columns.map((column) => (
          <div
            key={column}
            role="cell"
            className={cx(styles.cell, column === 'level' && styles.level)}
            style={column === 'level' ? { color } : undefined}
          >
            <LineValue column={column} line={line} format={format} onOpenJob={rest.onOpenJob} />
          </div>
        ))}
      </div>
      <div role="cell" className={styles.message}>
        <LogMessage
          message={line.message}
          search={rest.search}
          isWrapped={rest.isWrapped || isNarrow}
          isExpanded={rest.isExpanded}
          onToggle={rest.onToggle}
        />
      </div>
      <div className={cx(styles.actions, 'line-actions')} role="cell">
        <IconButton
          name="copy"
          size="sm"
          aria-label="Copy line"
          tooltip="Copy line"
          onClick={rest.onCopyLine}
          tabIndex={isSelected ? 0 : -1}
        />
        <IconButton
          name="link"
          size="sm"
          aria-label="Copy link to line"
          tooltip="Copy link to line"
          onClick={rest.onCopyLink}
          tabIndex={isSelected ? 0 : -1}
        />
      </div>
    </div>
  );
}

function LineValue({
  column,
  line,
  format,
  onOpenJob,
}: Pick<Props, 'line' | 'format' | 'onOpenJob'> & { column: LogColumn }) {
  const styles = useStyles2(getStyles);
  switch (column) {
    case 'time':
      return <span className={styles.time}>{format.time(line.time)}</span>;
    case 'level':
      return (
        <span title={`Level ${line.level}: ${levelWord(line.level)}; 1 is the most important, 9 the least`}>
          {levelWord(line.level)} <span className={styles.weak}>{line.level}</span>
        </span>
      );
    case 'job':
      return (
        <a
          className={styles.link}
          href={format.jobHref(line.jobGuid)}
          title={visibleText(`${line.organization} / ${line.cmd}, job ${line.jobGuid}`)}
          onClickCapture={onOpenJob}
        >
          <JobText>{line.cmd || line.jobGuid}</JobText>
        </a>
      );
    default:
      return (
        <span title={visibleText(line[column])}>
          <JobText>{line[column]}</JobText>
        </span>
      );
  }
}

function useLevelStyle(level: number): { color: string; border: string } {
  const color = levelColor(useTheme2(), level);
  return { color, border: level <= 3 ? color : 'transparent' };
}

const getStyles = (theme: GrafanaTheme2) => ({
  line: css({
    position: 'relative',
    padding: theme.spacing(0.25, 1),
    borderLeft: '3px solid transparent',
    borderBottom: `1px solid ${theme.colors.border.weak}`,
    fontSize: theme.typography.bodySmall.fontSize,
    lineHeight: 1.5,
    '& .line-actions': { opacity: 0 },
    '&:hover .line-actions, &:focus-within .line-actions': { opacity: 1 },
    '&:hover': { background: theme.colors.action.hover },
  }),
  grid: css({ display: 'grid', alignItems: 'start', columnGap: theme.spacing(1) }),
  contents: css({ display: 'contents' }),
  narrow: css({ display: 'block' }),
  meta: css({ display: 'flex', flexWrap: 'wrap', gap: theme.spacing(0, 1), color: theme.colors.text.secondary }),
  selected: css({ background: theme.colors.action.selected, '& .line-actions': { opacity: 1 } }),
  cell: css({
    minWidth: 0,
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
    color: theme.colors.text.secondary,
  }),
  level: css({ fontWeight: theme.typography.fontWeightMedium }),
  time: css({ fontFamily: theme.typography.fontFamilyMonospace, fontVariantNumeric: 'tabular-nums' }),
  weak: css({ opacity: 0.75, fontVariantNumeric: 'tabular-nums' }),
  link: css({ color: theme.colors.text.link, '&:hover': { textDecoration: 'underline' } }),
  message: css({ minWidth: 0, color: theme.colors.text.primary }),
  actions: css({
    position: 'absolute',
    top: 1,
    right: 4,
    display: 'flex',
    gap: theme.spacing(0.5),
    padding: theme.spacing(0, 0.5),
    background: theme.colors.background.elevated,
    borderRadius: theme.shape.radius.default,
  }),
});
