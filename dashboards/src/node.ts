import {
  BigValueColorMode,
  BigValueGraphMode,
  BigValueTextMode,
  ReduceDataOptionsBuilder,
} from '@grafana/grafana-foundation-sdk/common';
import { FieldColorBuilder, FieldColorModeId, type DashboardBuilder } from '@grafana/grafana-foundation-sdk/dashboard';
import { PanelBuilder as StatBuilder } from '@grafana/grafana-foundation-sdk/stat';
import { PanelBuilder as TableBuilder } from '@grafana/grafana-foundation-sdk/table';
import { type Condition } from '@openvcloud/contract/src/filter';
import { VARIABLES } from '../../src/navigation/links';
import { jobRegions } from './jobAnnotations';
import { jobsByStateTimeseries } from './jobCounts';
import { dataLink } from './links';
import { newDashboard } from './newDashboard';
import { nodeGraphs } from './nodeGraphs';
import { JobsTablePanelBuilder } from './panels';
import { query } from './query';
import { linked, tableOf, yesNo, type Column } from './tableColumns';
import { nodeVariable } from './variables';

const NODE = `$${VARIABLES.node}`;
const OF_NODE: Condition[] = [{ field: 'nodeName', operator: '=', values: [NODE] }];
const FAILED: Condition = { field: 'state', operator: 'in', values: ['ERROR', 'TIMEOUT'] };
/** What ends sooner is no wider than a line on a graph: of those only the failed ones are marked. */
const LONG_JOBS: Condition = { field: 'runMs', operator: 'range', values: ['1000', ''] };

const OF_QUEUE = dataLink('List jobs of this queue', 'jobs', { keep: ['node'], set: { queue: '${__value.raw}' } });
const QUEUE_COLUMNS: Readonly<Record<string, Column>> = {
  nodeName: {},
  queue: { properties: [linked(OF_QUEUE)] },
  scheduled: { width: 100 },
  running: { width: 100 },
  workers: { width: 100 },
  oldestWaitingSince: { width: 190 },
  isLive: { width: 130, properties: yesNo('connected', 'not connected') },
};

/** One node: what it measured with the jobs that ran meanwhile marked on it, its queues, what runs there and what fails there. */
export function node(): DashboardBuilder {
  const dashboard = newDashboard('node')
    .description(
      'One node: what it measured, with its jobs marked on it; its queues, running jobs and failing JumpScripts.'
    )
    .time({ from: 'now-6h', to: 'now' })
    .refresh('30s')
    .withVariable(nodeVariable())
    .annotation(jobRegions('Failed jobs', ['ERROR', 'TIMEOUT'], 'red', OF_NODE))
    .annotation(jobRegions('Running jobs', ['RUNNING'], 'orange', OF_NODE))
    .annotation(jobRegions('Jobs of a second and more', ['OK'], 'blue', [...OF_NODE, LONG_JOBS]))
    .withPanel(nowStats().height(4).span(24));
  nodeGraphs(OF_NODE, NODE).forEach((graph) => dashboard.withPanel(graph.height(8).span(12)));
  return dashboard
    .withPanel(queuesOfNode().height(7).span(12))
    .withPanel(failingScripts().height(7).span(12))
    .withPanel(
      new JobsTablePanelBuilder()
        .title('Running and waiting now')
        .withTarget(
          query({
            queryType: 'jobs',
            sort: 'timeCreate',
            ignoreTimeRange: true,
            filters: [...OF_NODE, { field: 'state', operator: 'in', values: ['RUNNING', 'SCHEDULED'] }],
            requires: NODE,
          })
        )
        .height(9)
        .span(24)
    )
    .withPanel(jobsByStateTimeseries(OF_NODE, ['node'], NODE).height(6).span(24));
}

/** The latest of each, in one request. */
function nowStats(): StatBuilder {
  return new StatBuilder()
    .title('Now')
    .description('How long the node and its agent are up, and the latest of what it measured.')
    .colorMode(BigValueColorMode.Value)
    .colorScheme(new FieldColorBuilder().mode(FieldColorModeId.Fixed).fixedColor('text'))
    .graphMode(BigValueGraphMode.None)
    .textMode(BigValueTextMode.ValueAndName)
    .noValue('–')
    .reduceOptions(new ReduceDataOptionsBuilder().calcs(['lastNotNull']).fields('').values(false))
    .withTarget(
      query({
        queryType: 'nodeStats',
        stats: ['uptime_seconds', 'agent_uptime_seconds', 'cpu_percent', 'load1', 'memory_used_percent'],
        filters: OF_NODE,
        requires: NODE,
      })
    );
}

function queuesOfNode(): TableBuilder {
  return tableOf(QUEUE_COLUMNS)
    .title('Queues')
    .withTarget(query({ queryType: 'queues' }))
    .withTransformation({
      id: 'filterByValue',
      options: {
        type: 'include',
        match: 'all',
        filters: [{ fieldName: 'Node', config: { id: 'equal', options: { value: NODE } } }],
      },
    });
}

const OF_SCRIPT = dataLink('List these jobs', 'jobs', {
  keep: ['node'],
  set: { cmd: '${__value.raw}', state: 'ERROR&var-state=TIMEOUT' },
});

/** One row per JumpScript that failed here in the range, the most failures first. */
function failingScripts(): TableBuilder {
  return new TableBuilder()
    .title('Failing JumpScripts')
    .description('How many of their jobs on this node ended in ERROR or TIMEOUT in the time range.')
    .withTarget(
      query({
        queryType: 'jobCounts',
        format: 'number',
        groupBy: ['organization', 'cmd'],
        filters: [...OF_NODE, FAILED],
        requires: NODE,
      })
    )
    .withTransformation({ id: 'reduce', options: { reducers: ['sum'], mode: 'seriesToRows', labelsToFields: true } })
    .withTransformation({ id: 'sortBy', options: { sort: [{ field: 'Total', desc: true }] } })
    .withTransformation({
      id: 'organize',
      options: {
        excludeByName: { Field: true },
        indexByName: {},
        renameByName: { cmd: 'JumpScript', organization: 'Organization', Total: 'Failed' },
      },
    })
    .noValue('No job failed')
    .overrideByName('JumpScript', [linked(OF_SCRIPT)]);
}
