import { DashboardBuilder, DashboardCursorSync } from '@grafana/grafana-foundation-sdk/dashboard';
import { DASHBOARDS, type DashboardName } from '../../src/navigation/links';
import { DETAILS_TAG, NAVIGATION_TAG, navigationLinks } from './links';
import { datasourceVariable } from './variables';

const DETAILS: readonly DashboardName[] = ['job', 'jumpscript'];

/** What all our dashboards share: identity, the choice of the controller, the links on top. */
export function newDashboard(name: DashboardName): DashboardBuilder {
  const { uid, title } = DASHBOARDS[name];
  return new DashboardBuilder(title)
    .uid(uid)
    .tags([DETAILS.includes(name) ? DETAILS_TAG : NAVIGATION_TAG])
    .time({ from: 'now-1h', to: 'now' })
    .timezone('browser')
    .tooltip(DashboardCursorSync.Crosshair)
    .withVariable(datasourceVariable())
    .link(navigationLinks());
}
