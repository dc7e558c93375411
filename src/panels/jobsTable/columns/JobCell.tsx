import { cx } from '@emotion/css';
import { useStyles2 } from '@grafana/ui';
import React from 'react';
import { getCellStyles, type CellProps } from '../cells/cell';
import { Nothing } from '../cells/Nothing';
import { JobText } from '../../../text/JobText';
import { visibleText } from '../../../text/visibleText';
import { type Column } from './columns';

interface Props extends CellProps {
  column: Column;
}

/** One value of one job, as its column shows it: most as plain text. */
export function JobCell({ column, ...props }: Props) {
  const { cell: Cell } = column;
  return Cell === undefined ? <PlainCell column={column} {...props} /> : <Cell {...props} />;
}

function PlainCell({ column, row, format }: Props) {
  const styles = useStyles2(getCellStyles);
  const value = row[column.id];
  if (value === null || value === '' || (Array.isArray(value) && value.length === 0)) {
    return <Nothing />;
  }
  const isTime = column.spec?.kind === 'time';
  const text = isTime ? format.time(Number(value)) : Array.isArray(value) ? value.join(', ') : String(value);
  return (
    <span
      className={cx(column.isRight && styles.number)}
      title={isTime ? format.fullTime(Number(value)) : visibleText(text)}
    >
      <JobText>{text}</JobText>
    </span>
  );
}
