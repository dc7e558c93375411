import {
  PluginExtensionPoints,
  type PluginExtensionAddedLinkConfig,
  type PanelData,
  type RawTimeRange,
} from '@grafana/data';
import { VARIABLES } from '../navigation/links';
import { withDataSource } from '../navigation/viewedDataSource';
import app from '../plugin.json';
import { nodeNames } from './nodeNames';

/** Of what Grafana tells of a panel, and of Explore. */
interface Context {
  timeRange?: RawTimeRange;
  data?: PanelData;
}

/** In the menu of every panel and of Explore; without a node in their data there is no link. */
export const JOBS_ON_NODE: PluginExtensionAddedLinkConfig<Context> = {
  // As in plugin.json: Grafana refuses a link that is not announced there.
  targets: [PluginExtensionPoints.DashboardPanelMenu, PluginExtensionPoints.ExploreToolbarAction],
  title: 'Jobs on these nodes',
  description: 'The jobs that ran on the nodes of this data, in its time range',
  icon: 'list-ul',
  // Shown only with a node, and then with its path.
  path: `/a/${app.id}/jobs`,
  configure: (context) => {
    const path = context === undefined ? undefined : jobsPath(context);
    return path === undefined ? undefined : { path };
  },
};

/** Pure. The Jobs dashboard with the nodes and the time range of what one looks at; undefined when that names no node. */
export function jobsPath({ timeRange, data }: Context): string | undefined {
  const names = nodeNames(data?.series ?? []);
  if (names.length === 0) {
    return undefined;
  }
  // With several controllers: the one that one looks at; from other data sources the dashboard's own, Grafana's default.
  const query = new URLSearchParams(withDataSource('', data?.request));
  names.forEach((name) => query.append(`var-${VARIABLES.node}`, name));
  if (timeRange !== undefined) {
    query.set('from', String(timeRange.from.valueOf()));
    query.set('to', String(timeRange.to.valueOf()));
  }
  return `/a/${app.id}/jobs?${query.toString()}`;
}
