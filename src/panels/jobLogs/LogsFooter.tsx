import { css } from '@emotion/css';
import { type GrafanaTheme2, type PanelData } from '@grafana/data';
import { Button, useStyles2 } from '@grafana/ui';
import React from 'react';
import { ExportMenu } from '../../exportMenu/ExportMenu';
import { HandOverMenu } from '../../handOver/HandOverMenu';
import { LiveControl } from '../../liveQuery/LiveControl';
import { downloadLines } from './lines/downloadLines';
import { type JobLogs } from './useJobLogs';
import { ASK_EVERY_SECONDS } from './window/useLiveLines';

/** How many lines there are and how many are loaded; the ways to both ends; the loaded lines as a file. */
export function LogsFooter({ logs, data }: { logs: JobLogs; data: PanelData }) {
  const styles = useStyles2(getStyles);
  const { lines, loader, actions } = logs;
  const { live } = loader;
  const text = describeLines(logs);
  return (
    <div className={styles.footer}>
      <span role="status" className={styles.total}>
        {loader.window !== undefined ? text : loader.error === undefined && 'Loading log lines…'}
      </span>
      {logs.state.isFollowing && (
        <LiveControl
          following={live.following}
          what="lines"
          askEverySeconds={ASK_EVERY_SECONDS}
          isPaused={live.isPaused}
          news={live.news}
          onPause={live.pause}
        />
      )}
      {lines.length > 0 && (
        <span className={styles.buttons}>
          <HandOverMenu executed={loader.window?.meta.executed} data={data} />
          <ExportMenu executed={loader.window?.meta.executed} data={data} />
          <Button size="sm" variant="secondary" fill="outline" onClick={() => actions.jump('first')}>
            Start
          </Button>
          <Button size="sm" variant="secondary" fill="outline" onClick={() => actions.jump('last')}>
            End
          </Button>
          <Button
            size="sm"
            variant="secondary"
            fill="outline"
            icon="download-alt"
            tooltip="Downloads the lines that are loaded, as text"
            onClick={() => downloadLines(lines, text)}
          >
            Download loaded
          </Button>
        </span>
      )}
    </div>
  );
}

/** "4,210 lines, 500 loaded" */
function describeLines({ lines, loader }: JobLogs): string {
  const total = loader.window?.meta.total;
  const loaded = lines.length.toLocaleString();
  if (total === undefined) {
    return `${loaded} ${lines.length === 1 ? 'line' : 'lines'} loaded`;
  }
  const all = `${total.relation === 'gte' ? 'more than ' : ''}${total.value.toLocaleString()} ${total.value === 1 ? 'line' : 'lines'}`;
  return total.relation === 'eq' && total.value <= lines.length ? all : `${all}, ${loaded} loaded`;
}

const getStyles = (theme: GrafanaTheme2) => ({
  footer: css({
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(0.5, 2),
    fontSize: theme.typography.bodySmall.fontSize,
    color: theme.colors.text.secondary,
  }),
  total: css({ flex: 1, minWidth: 140, fontVariantNumeric: 'tabular-nums' }),
  buttons: css({ display: 'inline-flex', gap: theme.spacing(0.5) }),
});
