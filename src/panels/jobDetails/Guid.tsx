import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { ClipboardButton, useStyles2 } from '@grafana/ui';
import React from 'react';
import { JobText } from '../../text/JobText';
import { visibleText } from '../../text/visibleText';

export function Guid({ guid }: { guid: string }) {
  const styles = useStyles2(getStyles);
  return (
    <>
      <span className={styles.guid}>
        <JobText>{guid}</JobText>
      </span>
      <ClipboardButton
        size="sm"
        variant="secondary"
        fill="text"
        icon="copy"
        aria-label={`Copy ${visibleText(guid)}`}
        getText={() => guid}
      />
    </>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  guid: css({ fontFamily: theme.typography.fontFamilyMonospace, fontSize: theme.typography.bodySmall.fontSize }),
});
