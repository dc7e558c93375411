import { type DashboardBuilder } from '@grafana/grafana-foundation-sdk/dashboard';
import { DEFAULT_JOB_SORT } from '@openvcloud/contract/src/filter';
import { JOB_STATES } from '@openvcloud/contract/src/jobState';
import { countStat, jobsByStateTimeseries, stateStat, stillBrokenStat } from './jobCounts';
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
  const total = countStat('All jobs').withTarget(
    query({ queryType: 'jobCounts', timeField: 'timeCreate', format: 'number', filters: conditions(...OTHERS) })
  );
  dashboard.withPanel(total.height(3).span(4));
  dashboard.withPanel(
    stillBrokenStat(conditions(...OTHERS), OTHERS)
      .height(3)
      .span(5)
  );
  for (const state of JOB_STATES) {
    dashboard.withPanel(
      stateStat(state, conditions(...OTHERS), OTHERS)
        .height(3)
        .span(3)
    );
  }
  return dashboard
    .withPanel(
      jobsByStateTimeseries(conditions(...FILTER_VARIABLES), OTHERS)
        .height(5)
        .span(24)
    )
    .withPanel(
      new JobsTablePanelBuilder()
        .title('Jobs')
        .withTarget(query({ queryType: 'jobs', sort: DEFAULT_JOB_SORT, filters: conditions(...FILTER_VARIABLES) }))
        .height(20)
        .span(24)
    );
}
