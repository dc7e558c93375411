import { type DashboardBuilder } from '@grafana/grafana-foundation-sdk/dashboard';
import { DEFAULT_JOB_SORT } from '@openvcloud/contract/src/filter';
import { jobsByStateTimeseries, stateCounts, stillBrokenStat } from './jobCounts';
import { newDashboard } from './newDashboard';
import { JobsTablePanelBuilder } from './panels';
import { query } from './query';
import { conditions, FILTER_VARIABLES, filterVariable, unresolvedVariable } from './variables';

/** Counts by state keep showing every state, also while the list is narrowed to one: they are how one changes it. */
const OTHERS = FILTER_VARIABLES.filter((name) => name !== 'state' && name !== 'unresolved');

export function jobs(): DashboardBuilder {
  const dashboard = newDashboard('jobs')
    .description('Every job the agents ran or will run: filter, sort and search, then open one.')
    .refresh('10s');
  FILTER_VARIABLES.forEach((name) =>
    dashboard.withVariable(name === 'unresolved' ? unresolvedVariable() : filterVariable(name))
  );
  // Graph and list say their ids: links with a viewer's filters and alert rules know panels by them.
  return dashboard
    .withPanel(
      stateCounts({ filters: conditions(...OTHERS), keep: OTHERS, hasTotal: true })
        .height(3)
        .span(19)
    )
    .withPanel(
      stillBrokenStat(conditions(...OTHERS), OTHERS)
        .height(3)
        .span(5)
    )
    .withPanel(
      new JobsTablePanelBuilder()
        .title('Jobs')
        .withTarget(query({ queryType: 'jobs', sort: DEFAULT_JOB_SORT, filters: conditions(...FILTER_VARIABLES) }))
        .id(9)
        .height(19)
        .span(24)
    )
    .withPanel(
      jobsByStateTimeseries(conditions(...FILTER_VARIABLES), OTHERS)
        .id(8)
        .height(7)
        .span(24)
    );
}
