import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import React from 'react';
import { getCellStyles, type CellProps } from './cell';

/** The way to Job Details; also for a job that has not started. */
export function JobLink({ row, format, tabIndex }: CellProps) {
  const { link } = useStyles2(getCellStyles);
  const styles = useStyles2(getStyles);
  const href = format.jobHref(row.guid);
  if (row.timeStart !== null) {
    return (
      <a
        className={link}
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
      className={link}
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

const getStyles = (theme: GrafanaTheme2) => ({
  notStarted: css({ fontStyle: 'italic' }),
  created: css({ color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize }),
});
