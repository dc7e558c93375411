import { ReduceDataOptionsBuilder } from '@grafana/grafana-foundation-sdk/common';
import { type DashboardBuilder } from '@grafana/grafana-foundation-sdk/dashboard';
import { type PanelBuilder as StatBuilder } from '@grafana/grafana-foundation-sdk/stat';
import { type PanelBuilder as TableBuilder } from '@grafana/grafana-foundation-sdk/table';
import { countsRow, jobsByStateTimeseries } from './jobCounts';
import { dataLink } from './links';
import { newDashboard } from './newDashboard';
import { query } from './query';
import { linked, tableOf, yesNo, type Column } from './tableColumns';

const OF_QUEUE = dataLink('List jobs of this queue', 'jobs', { set: { queue: '${__value.raw}' } });
const AGENT = yesNo('connected', 'not connected');

const QUEUE_COLUMNS: Readonly<Record<string, Column>> = {
  nodeName: {},
  role: {},
  queue: { properties: [linked(OF_QUEUE)] },
  scheduled: { width: 100 },
  running: { width: 110 },
  workers: { width: 110 },
  oldestWaitingSince: { width: 190 },
  isLive: { width: 130, properties: AGENT },
};

const PERCENT: Column = { width: 95, properties: [{ id: 'decimals', value: 0 }] };

/** What one looks for first comes first: the rest is a scroll to the right on a narrow screen. */
const NODE_COLUMNS: Readonly<Record<string, Column>> = {
  name: { width: 140 },
  isLive: { width: 115, properties: AGENT },
  status: { width: 105 },
  roles: { properties: [{ id: 'custom.minWidth', value: 180 }] },
  askedRoles: { width: 150 },
  running: { width: 90 },
  scheduled: { width: 105 },
  lastSeen: { width: 170 },
  cpuPercent: PERCENT,
  load1: { width: 85 },
  memoryPercent: PERCENT,
  diskPercent: PERCENT,
  addresses: { width: 200 },
  gid: { width: 75 },
  nid: { width: 95 },
  agentVersion: { width: 130 },
  pythonVersion: { width: 95 },
  identityFrom: { width: 170 },
  askedName: { width: 150 },
};

/** What waits and what runs, per queue and node, now; and the nodes themselves. */
export function queues(): DashboardBuilder {
  // As in the Jobs dashboard, ids stay.
  return newDashboard('queues')
    .description('What waits for a worker and what runs now, per queue and node; the nodes, their agents and stats.')
    .refresh('10s')
    .withPanel(sums().id(1).height(4).span(24))
    .withPanel(queuesTable().id(5).height(13).span(24))
    .withPanel(nodesTable().id(6).height(7).span(24))
    .withPanel(jobsByStateTimeseries([], []).id(7).height(7).span(24));
}

/** Fields of all queues, summed, by the title of each. */
const SUMS = { scheduled: 'Scheduled now', running: 'Running now', workers: 'Workers' } as const;
const CREATED = 'Jobs created';

/** In one request; fields are picked by their titles. */
function sums(): StatBuilder {
  const titles = [...Object.values(SUMS), CREATED];
  const panel = countsRow('All queues')
    .reduceOptions(
      new ReduceDataOptionsBuilder()
        .calcs(['sum'])
        .fields(`/^(${titles.join('|')})$/`)
        .values(false)
    )
    .withTarget(query({ queryType: 'queues' }))
    .withTarget(query({ refId: 'B', queryType: 'jobCounts', timeField: 'timeCreate', format: 'number' }))
    .overrideByQuery('B', [{ id: 'displayName', value: CREATED }]);
  Object.entries(SUMS).forEach(([field, value]) => panel.overrideByName(field, [{ id: 'displayName', value }]));
  return panel;
}

function queuesTable(): TableBuilder {
  return tableOf(QUEUE_COLUMNS)
    .title('Queues per node')
    .description('Jobs that may run on any node of a role wait in the queue of that role until a node takes them.')
    .withTarget(query({ queryType: 'queues' }));
}

function nodesTable(): TableBuilder {
  return tableOf(NODE_COLUMNS)
    .title('Nodes')
    .withTarget(query({ queryType: 'nodes' }));
}
