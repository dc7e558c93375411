import { css } from '@emotion/css';
import { type GrafanaTheme2, type PanelProps } from '@grafana/data';
import { locationService } from '@grafana/runtime';
import { LoadingBar, useStyles2 } from '@grafana/ui';
import { JOB_FIELDS } from '@openvcloud/contract/src/filter';
import React, { useMemo } from 'react';
import { ActiveFilters } from '../../columnFilter/ActiveFilters';
import { withDataSource } from '../../navigation/viewedDataSource';
import { ListNotices } from '../../listControls/ListNotices';
import { JobsActs } from './acts/JobsActs';
import { useJobActs } from './acts/useJobActs';
import { chosenColumns, unknownColumns } from './columns/columns';
import { EmptyJobs } from './EmptyJobs';
import { fitColumns } from './columns/fitColumns';
import { JobCardsView } from './JobCardsView';
import { jobFormat } from './rows/jobFormat';
import { JobsFooter } from './JobsFooter';
import { JobsTableView } from './JobsTableView';
import { JobsToolbar } from './JobsToolbar';
import { DEFAULT_COLUMNS, type JobsTableOptions } from './options';
import { useJobsList } from './useJobsList';

/** Below this a table of readable columns does not fit. */
const CARDS_BELOW = 500;
/** Border and scroll bar of the table. */
const TABLE_EDGE = 18;

export function JobsTablePanel(props: PanelProps<JobsTableOptions>) {
  const { width, height, options, timeZone, data } = props;
  const styles = useStyles2(getStyles);
  const list = useJobsList(props);
  const { state, actions, page, meta } = list;
  const { acts, marked, marks, markWidth } = useJobActs(list.canAsk, data.request);
  const room = width - TABLE_EDGE - markWidth;

  const columns = useMemo(() => chosenColumns(options.columns ?? DEFAULT_COLUMNS), [options.columns]);
  const fitted = useMemo(() => fitColumns(columns, Math.max(0, room)), [columns, room]);
  const { isTimeShort } = fitted;
  const search = withDataSource(locationService.getLocation().search, data.request);
  const readAt = meta.coverage?.asOf ?? data.timeRange.to.valueOf();
  const isNarrow = width <= CARDS_BELOW;
  const format = useMemo(
    () => jobFormat(timeZone, readAt, search, isTimeShort && !isNarrow),
    [timeZone, readAt, search, isTimeShort, isNarrow]
  );

  return (
    <div className={styles.panel} style={{ width, height }} data-openvcloud-list>
      <div className={styles.loading}>{page.isLoading && <LoadingBar width={width} ariaLabel="Loading jobs" />}</div>
      <JobsToolbar list={list} columns={columns} hasSearch={options.showSearch ?? true} isNarrow={isNarrow} />
      <ActiveFilters
        filters={state}
        fields={JOB_FIELDS}
        search={state.search}
        onRemove={(field) => actions.filter(field, undefined)}
        onClearSearch={() => actions.search('', 'push')}
        onClearAll={actions.clear}
      />
      <ListNotices
        meta={meta}
        error={page.error}
        faults={[...state.faults, ...unknownColumns(options.columns ?? [])]}
        onRetry={page.retry}
      />
      <div className={styles.list}>
        {isNarrow ? (
          <JobCardsView list={list} format={format} height={height} />
        ) : (
          <JobsTableView
            list={list}
            fitted={fitted}
            marks={marks}
            format={format}
            hasFilters={options.showFilters ?? true}
            height={height}
          />
        )}
        <EmptyJobs list={list} dataSource={data.request?.targets[0]?.datasource} />
      </div>
      <JobsFooter list={list} data={data} isNarrow={isNarrow} left={isNarrow ? [] : fitted.left}>
        <JobsActs acts={acts} marked={marked} executed={meta.executed} timeZone={timeZone} />
      </JobsFooter>
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
