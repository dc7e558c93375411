import { type DashboardBuilder } from '@grafana/grafana-foundation-sdk/dashboard';
import { VARIABLES } from '../../src/navigation/links';
import { newDashboard } from './newDashboard';
import { JobDetailsPanelBuilder, JobLogsPanelBuilder } from './panels';
import { query } from './query';
import { textVariable } from './variables';

const GUID = `$${VARIABLES.guid}`;

/** One job: properties, arguments, result and error, then what it logged. The guid is shown so that one can be pasted. */
export function job(): DashboardBuilder {
  return newDashboard('job')
    .description('One job: its properties, arguments, result, error and log lines.')
    .refresh('10s')
    .withVariable(textVariable(VARIABLES.guid, 'Job'))
    .withPanel(
      new JobDetailsPanelBuilder()
        .title('Job')
        .withTarget(query({ queryType: 'job', guid: GUID, ignoreTimeRange: true }))
        // A failed job's backtrace and the line that raised it, without scrolling.
        .height(24)
        .span(24)
    )
    .withPanel(
      new JobLogsPanelBuilder()
        .title('Logs')
        .withTarget(query({ queryType: 'logs', guid: GUID, ignoreTimeRange: true, direction: 'forward' }))
        .height(14)
        .span(24)
    );
}
