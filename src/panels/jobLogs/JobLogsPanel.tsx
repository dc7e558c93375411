import { css } from '@emotion/css';
import { type GrafanaTheme2, type PanelProps } from '@grafana/data';
import { locationService } from '@grafana/runtime';
import { LoadingBar, useStyles2 } from '@grafana/ui';
import { LOG_FIELDS } from '@openvcloud/contract/src/filter';
import React, { useMemo } from 'react';
import { ActiveFilters } from '../../columnFilter/ActiveFilters';
import { ListNotices } from '../../listControls/ListNotices';
import { withDataSource } from '../../navigation/viewedDataSource';
import { readListMeta } from '../../listFrame/readListMeta';
import { EmptyLogs } from './EmptyLogs';
import { logFormat } from './lines/logFormat';
import { LogList } from './LogList';
import { LogsFooter } from './LogsFooter';
import { LogsToolbar } from './LogsToolbar';
import { DEFAULT_LOG_COLUMNS, isLogColumn, type JobLogsOptions } from './options';
import { useJobLogs } from './useJobLogs';

const NO_META = readListMeta(undefined);

export function JobLogsPanel(props: PanelProps<JobLogsOptions>) {
  const { width, height, options, timeZone, data } = props;
  const styles = useStyles2(getStyles);
  const logs = useJobLogs(props);
  const { state, loader, actions } = logs;
  const columns = useMemo(() => (options.columns ?? DEFAULT_LOG_COLUMNS).filter(isLogColumn), [options.columns]);
  const search = withDataSource(locationService.getLocation().search, data.request);
  const format = useMemo(() => logFormat(timeZone, search), [timeZone, search]);
  const isLoading = loader.pending !== undefined && loader.pending !== 'newest' && loader.pending !== 'edge';

  return (
    <div className={styles.panel} style={{ width, height }} data-openvcloud-list>
      <div className={styles.loading}>{isLoading && <LoadingBar width={width} ariaLabel="Loading log lines" />}</div>
      {logs.target !== undefined && <LogsToolbar logs={logs} />}
      <ActiveFilters
        filters={state}
        fields={LOG_FIELDS}
        search={state.search}
        onRemove={(field) => actions.filter(field, undefined)}
        onClearSearch={() => actions.search('', 'push')}
        onClearAll={actions.clear}
      />
      <ListNotices
        meta={loader.window?.meta ?? NO_META}
        error={loader.error}
        faults={state.faults}
        onRetry={loader.retry}
      />
      <div className={styles.list}>
        <LogList logs={logs} columns={columns} format={format} width={width} height={height} />
        <EmptyLogs logs={logs} request={data.request} />
      </div>
      <LogsFooter logs={logs} data={data} />
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  panel: css({
    position: 'relative',
    display: 'flex',
    flexDirection: 'column',
    gap: theme.spacing(0.75),
    overflow: 'hidden',
  }),
  loading: css({ position: 'absolute', top: 0, left: 0, right: 0, zIndex: 2 }),
  list: css({ position: 'relative', flex: 1, minHeight: 0, display: 'flex', flexDirection: 'column' }),
});
