import { ReduceDataOptionsBuilder } from '@grafana/grafana-foundation-sdk/common';
import {
  FieldColorBuilder,
  FieldColorModeId,
  type DashboardBuilder,
  type DynamicConfigValue,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { type PanelBuilder as StatBuilder } from '@grafana/grafana-foundation-sdk/stat';
import { type Condition } from '@openvcloud/contract/src/filter';
import { type FailureStatus } from '@openvcloud/contract/src/failureStatus';
import { countStat, jobsByStateTimeseries, stillBrokenStat } from './jobCounts';
import { dataLink, listLink } from './links';
import { newDashboard } from './newDashboard';
import { query } from './query';
import { linked, tableOf, type Column } from './tableColumns';
import { conditions, filterVariable, type FilterVariable } from './variables';

/** What narrows groups as it narrows jobs. */
const NARROWS: readonly FilterVariable[] = ['queue', 'organization', 'cmd', 'node'];

const COLOURS: Readonly<Record<FailureStatus, string>> = {
  new: 'red',
  regressed: 'purple',
  ongoing: 'orange',
  resolved: 'green',
  ignored: 'text',
};
const STATUS: DynamicConfigValue[] = [
  {
    id: 'mappings',
    value: [
      {
        type: 'value',
        options: Object.fromEntries(
          Object.entries(COLOURS).map(([status, color], index) => [status, { text: status, color, index }])
        ),
      },
    ],
  },
  { id: 'custom.cellOptions', value: { type: 'color-text' } },
];
const HIDDEN: Column = { properties: [{ id: 'custom.hideFrom.viz', value: true }] };
const JOBS_OF_GROUP = listLink('List the jobs of this group', '${__data.fields.jobsFilter:percentencode}');
const NEWEST = dataLink('Open the newest job', 'job', { set: { guid: '${__value.raw}' } });

/** How long ago: what an exact time would have to be read for. */
const AGO: Column = { width: 150, properties: [{ id: 'unit', value: 'dateTimeFromNow' }] };

const COLUMNS: Readonly<Record<string, Column>> = {
  status: { width: 105, properties: STATUS },
  title: { properties: [{ id: 'custom.minWidth', value: 360 }, linked(JOBS_OF_GROUP)] },
  count: { width: 75, properties: [linked(JOBS_OF_GROUP)] },
  nodes: { width: 80 },
  scripts: { width: 170 },
  lastSeen: AGO,
  firstSeen: AGO,
  lastOk: AGO,
  afterEditMs: { width: 150 },
  note: { width: 160 },
  newestJob: { width: 150, properties: [linked(NEWEST)] },
  jobsFilter: HIDDEN,
};

/** How many different things are wrong, which are new, and whether they are made good. */
export function failures(): DashboardBuilder {
  const dashboard = newDashboard('failures')
    .description('Failed jobs by what failed: how often, where, since when, whether it is new, and what was decided.')
    .time({ from: 'now-24h', to: 'now' })
    .refresh('30s');
  NARROWS.forEach((name) => dashboard.withVariable(filterVariable(name)));
  const filters = conditions(...NARROWS);
  return dashboard
    .withPanel(groupStat('New', 'new', filters).id(1).height(3).span(6))
    .withPanel(groupStat('Regressed', 'regressed', filters).id(2).height(3).span(6))
    .withPanel(groupStat('Ongoing', 'ongoing', filters).id(3).height(3).span(6))
    .withPanel(stillBrokenStat(filters, NARROWS).id(4).height(3).span(6))
    .withPanel(
      tableOf(COLUMNS)
        .title('Failure groups')
        .description('Jobs that failed the same way, by what became known in the time range. A click lists them.')
        .withTarget(query({ queryType: 'failures', filters }))
        .id(5)
        .height(16)
        .span(24)
    )
    .withPanel(
      jobsByStateTimeseries([...filters, { field: 'state', operator: 'in', values: ['ERROR', 'TIMEOUT'] }], NARROWS)
        .title('Failed jobs')
        .id(6)
        .height(7)
        .span(24)
    );
}

/** How many groups are so. */
function groupStat(title: string, status: FailureStatus, filters: Condition[]): StatBuilder {
  return countStat(`${title} failure groups`)
    .colorScheme(new FieldColorBuilder().mode(FieldColorModeId.Fixed).fixedColor(COLOURS[status]))
    .noValue('0')
    .reduceOptions(new ReduceDataOptionsBuilder().calcs(['count']).fields('/^Key$/').values(false))
    .withTarget(
      query({ queryType: 'failures', filters: [...filters, { field: 'status', operator: '=', values: [status] }] })
    );
}
