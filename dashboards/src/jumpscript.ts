import { type DashboardBuilder } from '@grafana/grafana-foundation-sdk/dashboard';
import { DEFAULT_JOB_SORT, type Condition } from '@openvcloud/contract/src/filter';
import { VARIABLES } from '../../src/navigation/links';
import { jobsByStateTimeseries, stateCounts } from './jobCounts';
import { newDashboard } from './newDashboard';
import { JobsTablePanelBuilder, JumpscriptPanelBuilder } from './panels';
import { query } from './query';
import { hiddenTextVariable, valuesVariable } from './variables';

const JUMPSCRIPT = `$${VARIABLES.jumpscript}`;
/** Jobs of every version: the page answers "how does this JumpScript do", whichever version is being read. */
const ITS_JOBS: Condition[] = [{ field: 'jumpscriptId', operator: '=', values: [JUMPSCRIPT] }];

/** One JumpScript: properties and source of a version, how its jobs ended, and the jobs. */
export function jumpscript(): DashboardBuilder {
  // As in the Jobs dashboard, ids stay.
  return newDashboard('jumpscript')
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
    )
    .withPanel(stateCounts({ filters: ITS_JOBS, keep: [], requires: JUMPSCRIPT }).id(2).height(4).span(24))
    .withPanel(jobsByStateTimeseries(ITS_JOBS, [], JUMPSCRIPT).id(7).height(6).span(24))
    .withPanel(
      new JobsTablePanelBuilder()
        .title('Jobs of this JumpScript')
        .withTarget(query({ queryType: 'jobs', sort: DEFAULT_JOB_SORT, filters: ITS_JOBS, requires: JUMPSCRIPT }))
        .id(8)
        .height(18)
        .span(24)
    );
}
