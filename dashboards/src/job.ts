import { type DashboardBuilder } from '@grafana/grafana-foundation-sdk/dashboard';
import { VARIABLES } from '../../src/navigation/links';
import { newDashboard } from './newDashboard';
import { JobDetailsPanelBuilder, JobLogsPanelBuilder, JobMetricsPanelBuilder } from './panels';
import { query } from './query';
import { metricsVariable, textVariable } from './variables';

const GUID = `$${VARIABLES.guid}`;

/** One job: properties, arguments, result and error, then what it logged and what its node did meanwhile. The guid is shown so that one can be pasted. */
export function job(): DashboardBuilder {
  return newDashboard('job')
    .description('One job: its properties, arguments, result, error and log lines, and what its node did meanwhile.')
    .refresh('10s')
    .withVariable(textVariable(VARIABLES.guid, 'Job'))
    .withVariable(metricsVariable())
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
    )
    .withPanel(
      new JobMetricsPanelBuilder(`\${${VARIABLES.metrics}}`)
        .title('Its node meanwhile')
        .withTarget(query({ queryType: 'job', guid: GUID, ignoreTimeRange: true }))
        .height(18)
        .span(24)
    );
}
