import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { Button, Icon, useStyles2 } from '@grafana/ui';
import React from 'react';
import { type ListMeta } from '../listFrame/readListMeta';
import { JobText } from '../text/JobText';

interface Props {
  meta: ListMeta;
  error?: string;
  /** What was found wrong in the address and left out. */
  faults?: readonly string[];
  onRetry: () => void;
}

/** What the viewer must know before trusting the list: an error, or what the answer does not cover. */
export function ListNotices({ meta, error, faults = [], onRetry }: Props) {
  const styles = useStyles2(getStyles);
  const { coverage, notices } = meta;
  const texts = new Set([...faults, ...notices.map((notice) => notice.text)]);
  if (coverage?.isCut) {
    texts.add(coverage.notice ?? 'This list is cut: narrow the time range or the filters to see the rest.');
  }
  return (
    <>
      {error !== undefined && (
        <div role="alert" className={`${styles.line} ${styles.error}`}>
          <Icon name="exclamation-circle" />
          <span className={styles.text}>
            <JobText>{error}</JobText>
          </span>
          <Button size="sm" variant="secondary" icon="sync" onClick={onRetry}>
            Retry
          </Button>
        </div>
      )}
      {[...texts].map((text) => (
        <div key={text} role="note" className={`${styles.line} ${styles.notice}`}>
          <Icon name="exclamation-triangle" />
          <span className={styles.text}>
            <JobText>{text}</JobText>
          </span>
        </div>
      ))}
    </>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  line: css({
    display: 'flex',
    alignItems: 'center',
    gap: theme.spacing(1),
    padding: theme.spacing(0.5, 1),
    borderRadius: theme.shape.radius.default,
    fontSize: theme.typography.bodySmall.fontSize,
  }),
  text: css({ flex: 1, overflowWrap: 'anywhere', maxHeight: '4.5em', overflow: 'auto' }),
  error: css({ background: theme.colors.error.transparent, color: theme.colors.error.text }),
  notice: css({ background: theme.colors.warning.transparent, color: theme.colors.warning.text }),
});
