import { useStyles2 } from '@grafana/ui';
import React from 'react';
import { JobText } from '../../../text/JobText';
import { visibleText } from '../../../text/visibleText';
import { getCellStyles, type CellProps } from './cell';

/** The command, and the way to its JumpScript in the version that ran. */
export function CommandCell({ row, format, tabIndex }: CellProps) {
  const styles = useStyles2(getCellStyles);
  return row.jumpscriptId === null ? (
    <span title={visibleText(row.cmd)}>
      <JobText>{row.cmd}</JobText>
    </span>
  ) : (
    <a
      className={styles.link}
      href={format.jumpscriptHref(row.jumpscriptId, row.jumpscriptVersion)}
      tabIndex={tabIndex}
      title={`JumpScript ${visibleText(row.jumpscriptId)}`}
    >
      <JobText>{row.cmd}</JobText>
    </a>
  );
}
