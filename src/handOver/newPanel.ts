import { type RawTimeRange } from '@grafana/data';
import jobLogs from '../panels/jobLogs/plugin.json';
import jobsTable from '../panels/jobsTable/plugin.json';
import { type ShownList } from './shownList';

/** Where Grafana's own Explore leaves a panel for the dashboard that is opened next. */
export const PANEL_KEY = 'DASHBOARD_FROM_LS_KEY';
export const NEW_DASHBOARD = '/dashboard/new';

const PANELS = {
  jobs: { type: jobsTable.id, title: 'Jobs' },
  logs: { type: jobLogs.id, title: 'Log lines' },
} as const;

/** Pure. What Grafana finds there: a dashboard of one panel, which shows the list over the same time. */
export function dashboardWithPanel({ query, dataSource }: ShownList, { from, to }: RawTimeRange): object {
  const panel = {
    ...PANELS[query.queryType === 'logs' ? 'logs' : 'jobs'],
    gridPos: { x: 0, y: 0, w: 24, h: 18 },
    datasource: dataSource,
    targets: [{ ...query, datasource: dataSource }],
    options: {},
  };
  const time = { from: textOf(from), to: textOf(to) };
  // `title` and `uid` have to be there.
  return { meta: {}, dashboard: { title: '', uid: '', schemaVersion: 42, panels: [panel], time } };
}

function textOf(time: RawTimeRange['from']): string {
  return typeof time === 'string' ? time : time.toISOString();
}
