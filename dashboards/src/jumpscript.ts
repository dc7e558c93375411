import { type DashboardBuilder } from '@grafana/grafana-foundation-sdk/dashboard';
import { DEFAULT_JOB_SORT, type Condition } from '@openvcloud/contract/src/filter';
import { JOB_STATES } from '@openvcloud/contract/src/jobState';
import { VARIABLES } from '../../src/navigation/links';
import { jobsByStateTimeseries, stateStat } from './jobCounts';
import { newDashboard } from './newDashboard';
import { JobsTablePanelBuilder, JumpscriptPanelBuilder } from './panels';
import { query } from './query';
import { hiddenTextVariable, valuesVariable } from './variables';

const JUMPSCRIPT = `$${VARIABLES.jumpscript}`;
/** Jobs of every version: the page answers "how does this JumpScript do", whichever version is being read. */
const ITS_JOBS: Condition[] = [{ field: 'jumpscriptId', operator: '=', values: [JUMPSCRIPT] }];
const STAT_WIDTHS = [5, 5, 5, 5, 4] as const;

/** One JumpScript: properties and source of a version, how its jobs ended, and the jobs. */
export function jumpscript(): DashboardBuilder {
  const dashboard = newDashboard('jumpscript')
    .description('One JumpScript: its properties, source and versions, and every job that used it.')
    .time({ from: 'now-24h', to: 'now' })
    .withVariable(valuesVariable(VARIABLES.jumpscript, 'jumpscriptId'))
    .withVariable(hiddenTextVariable(VARIABLES.version, 'Version'))
    .withPanel(
      new JumpscriptPanelBuilder()
        .title('JumpScript')
        .withTarget(
          query({ queryType: 'jumpscript', jumpscriptId: JUMPSCRIPT, jumpscriptVersion: `$${VARIABLES.version}` })
        )
        .height(20)
        .span(24)
    );
  JOB_STATES.forEach((state, i) =>
    dashboard.withPanel(
      stateStat(state, ITS_JOBS, [], JUMPSCRIPT)
        .height(4)
        .span(STAT_WIDTHS[i] ?? 4)
    )
  );
  return dashboard.withPanel(jobsByStateTimeseries(ITS_JOBS, [], JUMPSCRIPT).height(6).span(24)).withPanel(
    new JobsTablePanelBuilder()
      .title('Jobs of this JumpScript')
      .withTarget(query({ queryType: 'jobs', sort: DEFAULT_JOB_SORT, filters: ITS_JOBS, requires: JUMPSCRIPT }))
      .height(18)
      .span(24)
  );
}
