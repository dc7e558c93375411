import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { EmptyState, useStyles2 } from '@grafana/ui';
import React, { type ReactNode } from 'react';
import { JobText } from '../text/JobText';
import { visibleText } from '../text/visibleText';

/** Why there is nothing to see, and what to do about it. */
export interface Emptiness {
  title: string;
  text: string;
}

interface Props extends Emptiness {
  /** Above the rows of a list, whose header stays usable; else in the flow of the panel. */
  isAboveRows?: boolean;
  /** The ways out. */
  children?: ReactNode;
}

/** What a panel without anything to show says in its place. */
export function EmptyList({ title, text, isAboveRows = false, children }: Props) {
  const styles = useStyles2(getStyles);
  return (
    <div className={isAboveRows ? styles.aboveRows : undefined}>
      <EmptyState
        variant="not-found"
        hideImage
        message={visibleText(title)}
        button={children === undefined ? undefined : <div className={styles.buttons}>{children}</div>}
      >
        <JobText>{text}</JobText>
      </EmptyState>
    </div>
  );
}

/** For a panel whose query answers something else than it shows. */
export function needsQuery(title: string, queryType: string): Emptiness {
  return {
    title,
    text: `This panel needs a query of type “${queryType}” of the OpenvCloud Jobs data source. Choose it in the panel’s query.`,
  };
}

const getStyles = (theme: GrafanaTheme2) => ({
  aboveRows: css({
    position: 'absolute',
    left: 0,
    right: 0,
    top: '50%',
    transform: 'translateY(-35%)',
    pointerEvents: 'none',
  }),
  buttons: css({
    display: 'flex',
    flexWrap: 'wrap',
    justifyContent: 'center',
    gap: theme.spacing(1),
    pointerEvents: 'auto',
  }),
});
