import { type DashboardBuilder } from '@grafana/grafana-foundation-sdk/dashboard';
import { jobsByStateTimeseries } from './jobCounts';
import { newDashboard } from './newDashboard';
import { JobLogsPanelBuilder } from './panels';
import { query } from './query';
import { conditions, filterVariable, type FilterVariable } from './variables';

/** A log line knows its job's organization, command and node, but neither its queue nor its state. */
const FILTERS = ['organization', 'cmd', 'node'] as const satisfies readonly FilterVariable[];

export function logs(): DashboardBuilder {
  const dashboard = newDashboard('logs').description('What all jobs logged, newest first, with search.');
  FILTERS.forEach((name) => dashboard.withVariable(filterVariable(name)));
  return dashboard
    .withPanel(
      jobsByStateTimeseries(conditions(...FILTERS), FILTERS)
        .height(6)
        .span(24)
    )
    .withPanel(
      new JobLogsPanelBuilder()
        .title('Logs of all jobs')
        .withTarget(query({ queryType: 'logs', direction: 'backward', filters: conditions(...FILTERS) }))
        .height(22)
        .span(24)
    );
}
