import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import React from 'react';
import { JobText } from '../../../text/JobText';
import { visibleText } from '../../../text/visibleText';
import { type CellProps } from './cell';
import { Nothing } from './Nothing';

/** The result, or in red why there is none. Text only: both were written by scripts. */
export function Outcome({ row }: Pick<CellProps, 'row'>) {
  const styles = useStyles2(getStyles);
  if (row.isFailed) {
    const message = row.errorMessage ?? row.resultPreview ?? row.errorType ?? 'failed without a message';
    return (
      <span
        className={styles.failure}
        title={visibleText(row.errorType === null ? message : `${row.errorType}: ${message}`)}
      >
        <JobText>{message}</JobText>
      </span>
    );
  }
  return row.resultPreview === null ? (
    <Nothing />
  ) : (
    <span className={styles.result} title={visibleText(row.resultPreview)}>
      <JobText>{row.resultPreview}</JobText>
    </span>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  result: css({
    fontFamily: theme.typography.fontFamilyMonospace,
    fontSize: theme.typography.bodySmall.fontSize,
    color: theme.colors.text.secondary,
  }),
  failure: css({ color: theme.colors.error.text }),
});
