import { type DashboardBuilder, MappingType, type ValueMapping } from '@grafana/grafana-foundation-sdk/dashboard';
import { PanelBuilder as TableBuilder } from '@grafana/grafana-foundation-sdk/table';
import { ReduceDataOptionsBuilder } from '@grafana/grafana-foundation-sdk/common';
import { countStat, jobsByStateTimeseries } from './jobCounts';
import { dataLink } from './links';
import { newDashboard } from './newDashboard';
import { query } from './query';
import { onlyFields } from './tableColumns';

const LIVE: ValueMapping[] = [
  {
    type: MappingType.ValueToText,
    options: {
      true: { text: 'connected', color: 'green', index: 0 },
      false: { text: 'not connected', color: 'red', index: 1 },
    },
  },
];
const liveOverride = [
  { id: 'mappings', value: LIVE },
  { id: 'custom.cellOptions', value: { type: 'color-text' } },
];

/** What waits and what runs, per queue and node, now; and the nodes themselves. */
export function queues(): DashboardBuilder {
  return newDashboard('queues')
    .description(
      'What waits for a worker and what runs now, per queue and node; the nodes, their agents and their latest stats.'
    )
    .refresh('10s')
    .withPanel(queueSum('Scheduled now', 'scheduled').height(4).span(6))
    .withPanel(queueSum('Running now', 'running').height(4).span(6))
    .withPanel(queueSum('Workers', 'workers').height(4).span(6))
    .withPanel(
      countStat('Jobs created')
        .withTarget(query({ queryType: 'jobCounts', format: 'number' }))
        .height(4)
        .span(6)
    )
    .withPanel(queuesTable().height(12).span(24))
    .withPanel(nodesTable().height(9).span(24))
    .withPanel(jobsByStateTimeseries([], []).height(7).span(24));
}

function queueSum(title: string, field: string) {
  return countStat(title)
    .reduceOptions(new ReduceDataOptionsBuilder().calcs(['sum']).fields(`/^${title}$/`).values(false))
    .overrideByName(field, [{ id: 'displayName', value: title }])
    .withTarget(query({ queryType: 'queues' }));
}

function queuesTable() {
  const shown = {
    nodeName: 'Node',
    role: 'Any node with role',
    queue: 'Queue',
    scheduled: 'Scheduled',
    running: 'Running',
    workers: 'Workers',
    oldestWaitingSince: 'Oldest waiting since',
    isLive: 'Agent',
  };
  return new TableBuilder()
    .title('Queues per node')
    .transformations(
      onlyFields(['nodeName', 'role', 'queue', 'scheduled', 'running', 'workers', 'oldestWaitingSince', 'isLive'])
    )
    .description('Jobs that may run on any node of a role wait in the queue of that role until a node takes them.')
    .filterable(true)
    .withTarget(query({ queryType: 'queues' }))
    .overrideByName('queue', [
      {
        id: 'links',
        value: [dataLink('List jobs of this queue', 'jobs', { set: { queue: '${__value.raw}' } }).build()],
      },
    ])
    .overrideByName('nodeName', [
      { id: 'links', value: [dataLink('List jobs of this node', 'jobs', { set: { node: '${__value.raw}' } }).build()] },
    ])
    .overrideByName('isLive', liveOverride);
}

function nodesTable() {
  const shown = {
    name: 'Node',
    gid: 'Grid',
    nid: 'Node id',
    roles: 'Roles',
    status: 'Status',
    isLive: 'Agent',
    lastSeen: 'Last seen',
    running: 'Running',
    scheduled: 'Scheduled',
    workers: 'Workers',
    stats: 'Latest stats',
    addresses: 'Addresses',
    agentVersion: 'Agent version',
  };
  return new TableBuilder()
    .title('Nodes')
    .transformations(
      onlyFields([
        'name',
        'isLive',
        'status',
        'gid',
        'nid',
        'roles',
        'running',
        'scheduled',
        'lastSeen',
        'addresses',
        'agentVersion',
        'workers',
        'stats',
      ])
    )
    .filterable(true)
    .withTarget(query({ queryType: 'nodes' }))
    .overrideByName('name', [
      { id: 'links', value: [dataLink('List jobs of this node', 'jobs', { set: { node: '${__value.raw}' } }).build()] },
    ])
    .overrideByName('isLive', liveOverride);
}
