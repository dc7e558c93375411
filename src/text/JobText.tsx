import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import React from 'react';
import { visibleParts, visibleText } from './visibleText';

/** Beyond, hidden characters are written out without a box each: a text of nothing else must not stop the browser. */
const MOST_BOXES = 500;

/**
 * A text as it came from a job, a script or a link: as text, never as HTML, with every hidden character written out in a
 * box. What is copied by a button is the text itself.
 */
export function JobText({ children }: { children: string }) {
  const styles = useStyles2(getStyles);
  const parts = visibleParts(children);
  if (parts.length > MOST_BOXES || parts.every(({ isHidden }) => !isHidden)) {
    return <>{visibleText(children)}</>;
  }
  return (
    <>
      {parts.map(({ text, isHidden }, index) =>
        isHidden ? (
          <span key={index} className={styles.hidden} title="A character that cannot be seen, written out">
            {text}
          </span>
        ) : (
          text
        )
      )}
    </>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  hidden: css({
    // One piece: where a cell cuts its text, the box goes as a whole.
    display: 'inline-block',
    lineHeight: 'inherit',
    borderRadius: theme.shape.radius.default,
    boxShadow: `inset 0 0 0 1px ${theme.colors.warning.border}`,
    background: theme.colors.warning.transparent,
    color: theme.colors.warning.text,
    fontStyle: 'normal',
    whiteSpace: 'nowrap',
  }),
});
