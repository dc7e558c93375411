import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import React, { type ReactNode } from 'react';
import { JobText } from '../text/JobText';

/** Names and values, in as many columns as there is room for. */
export function PropertyList({ children }: { children: ReactNode }) {
  const styles = useStyles2(getStyles);
  return <dl className={styles.list}>{children}</dl>;
}

export function Property({ name, children }: { name: string; children: ReactNode }) {
  const styles = useStyles2(getStyles);
  return (
    <div className={styles.property}>
      <dt className={styles.name}>{name}</dt>
      <dd className={styles.value}>{typeof children === 'string' ? <JobText>{children}</JobText> : children}</dd>
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  list: css({
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fill, minmax(min(300px, 100%), 1fr))',
    columnGap: theme.spacing(3),
    margin: 0,
  }),
  property: css({
    display: 'flex',
    alignItems: 'baseline',
    gap: theme.spacing(1),
    minWidth: 0,
    padding: theme.spacing(0.5, 0),
    borderBottom: `1px solid ${theme.colors.border.weak}`,
  }),
  name: css({ flex: '0 0 106px', fontWeight: theme.typography.fontWeightMedium, color: theme.colors.text.secondary }),
  value: css({ flex: 1, minWidth: 0, margin: 0, overflowWrap: 'anywhere' }),
});
