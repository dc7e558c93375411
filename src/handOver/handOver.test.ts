import { dateTime, type TimeRange } from '@grafana/data';
import { type JobsQuery } from '../datasource/query/query';
import { readAskedList } from '../exportMenu/exportRequest';
import { alertRuleLink } from './alertRuleLink';
import { dashboardWithPanel } from './newPanel';
import { queryOfList, type ShownList } from './shownList';

const DATA_SOURCE = { uid: 'jobs-1', type: 'openvcloud-jobs-datasource' };
const NOW = 1_795_370_000_000;
const HOUR = 3_600_000;

function queryOf(executed: string): JobsQuery | undefined {
  const list = readAskedList(executed);
  return list === undefined ? undefined : queryOfList(list);
}

function listOf(executed: string): ShownList {
  const query = queryOf(executed);
  if (query === undefined) {
    throw new Error(`Expected a list in "${executed}".`);
  }
  return { query, dataSource: DATA_SOURCE };
}

function lastHour(raw: TimeRange['raw'] = { from: 'now-1h', to: 'now' }): TimeRange {
  return { from: dateTime(NOW - HOUR), to: dateTime(NOW), raw };
}

describe('the query of a list', () => {
  it.each<[string, string, Partial<JobsQuery>]>([
    [
      'has its filters, search and order, whoever chose them, and no page',
      'GET /api/v1/jobs?cursor=abc&filter=state%7Cin%7CERROR%7CTIMEOUT&filter=cmd%7C%3D%7Ca%5C%7Cb&from=1&limit=25&q=disk&sort=-runMs&to=2',
      {
        queryType: 'jobs',
        filters: [
          { field: 'state', operator: 'in', values: ['ERROR', 'TIMEOUT'] },
          { field: 'cmd', operator: '=', values: ['a|b'] },
        ],
        search: 'disk',
        sort: '-runMs',
      },
    ],
    ['says that its range is no range', 'GET /api/v1/jobs?limit=100', { ignoreTimeRange: true }],
    [
      'keeps a "$" that somebody looked for as one',
      'GET /api/v1/jobs?from=1&q=%24HOME&to=2',
      { search: '$HOME', isReplaced: true },
    ],
    [
      'of lines of a job names the job',
      'GET /api/v1/jobs/0198/logs?direction=backward&filter=level%7C%3D%7C2&from=1&to=2',
      {
        queryType: 'logs',
        guid: '0198',
        direction: 'backward',
        filters: [{ field: 'level', operator: '=', values: ['2'] }],
      },
    ],
  ])('%s', (_, executed, query) => {
    expect(queryOf(executed)).toEqual({ refId: 'A', version: 2, queryType: 'jobs', filters: [], ...query });
  });

  it('is none when a filter of it cannot be read: another list would be taken for it', () => {
    expect(queryOf('GET /api/v1/jobs?filter=colour%7C%3D%7Cred&from=1&to=2')).toBeUndefined();
  });
});

describe('an alert rule of a list', () => {
  function ruleOf(executed: string, range = lastHour(), place = {}) {
    const [path, search = ''] = alertRuleLink(listOf(executed), range, place, NOW).split('?');
    expect(path).toBe('/alerting/new');
    return JSON.parse(new URLSearchParams(search).get('defaults') ?? '') as {
      name: string;
      condition: string;
      annotations: unknown[];
      queries: Array<{ relativeTimeRange: object; datasourceUid: string; model: JobsQuery }>;
    };
  }

  it('counts its jobs, as a number, and fires when there is one', () => {
    const rule = ruleOf('GET /api/v1/jobs?filter=state%7C%3D%7CERROR&from=1&q=disk&sort=-runMs&to=2');
    const [asked, threshold] = rule.queries;
    expect(asked?.datasourceUid).toBe('jobs-1');
    expect(asked?.model).toEqual({
      refId: 'A',
      version: 2,
      queryType: 'jobCounts',
      format: 'number',
      filters: [{ field: 'state', operator: '=', values: ['ERROR'] }],
      search: 'disk',
      timeField: 'timeKnown',
      groupBy: [],
      datasource: DATA_SOURCE,
    });
    expect(threshold?.model).toMatchObject({ type: 'threshold', expression: 'A' });
    expect(rule.condition).toBe('B');
    expect(rule.name).toBe('Jobs · State is ERROR · "disk"');
  });

  it.each([
    ['by when it became known how they ended', 'filter=state%7Cin%7CERROR%7COK&', 'timeKnown'],
    ['by when they were asked for, when some have not ended', 'filter=state%7Cin%7CERROR%7CRUNNING&', 'timeCreate'],
    ['by when they were asked for, when it says no state', '', 'timeCreate'],
    ['by the time that the list goes by', 'filter=state%7C%3D%7CERROR&timeField=timeStart&', 'timeStart'],
  ])('counts jobs %s', (_, filter, timeField) => {
    expect(ruleOf(`GET /api/v1/jobs?${filter}from=1&to=2`).queries[0]?.model.timeField).toBe(timeField);
  });

  it('counts lines of a list of lines', () => {
    expect(ruleOf('GET /api/v1/jobs/0198/logs?from=1&q=disk&to=2').queries[0]?.model).toEqual({
      refId: 'A',
      version: 2,
      queryType: 'logCounts',
      format: 'number',
      filters: [],
      search: 'disk',
      guid: '0198',
      groupBy: [],
      datasource: DATA_SOURCE,
    });
  });

  it.each<[string, TimeRange['raw'], object]>([
    ['as far back as the list', { from: 'now-1h', to: 'now' }, { from: 3600, to: 0 }],
    [
      'five minutes back, when the list is of a time that is over',
      { from: 'now-1d/d', to: 'now-1d/d' },
      { from: 300, to: 0 },
    ],
    ['five minutes back, when the list has fixed times', { from: dateTime(1), to: dateTime(2) }, { from: 300, to: 0 }],
  ])('looks %s', (_, raw, relative) => {
    expect(ruleOf('GET /api/v1/jobs?from=1&to=2', lastHour(raw)).queries[0]?.relativeTimeRange).toEqual(relative);
  });

  it('leads back to the panel', () => {
    const { annotations } = ruleOf('GET /api/v1/jobs', lastHour(), { dashboardUID: 'openvcloud-jobs', panelId: 9 });
    expect(annotations).toEqual([
      { key: '__dashboardUid__', value: 'openvcloud-jobs' },
      { key: '__panelId__', value: '9' },
    ]);
  });
});

it.each([
  ['GET /api/v1/jobs?from=1&q=disk&to=2', 'openvcloud-jobstable-panel'],
  ['GET /api/v1/logs?from=1&q=disk&to=2', 'openvcloud-joblogs-panel'],
])('a panel of %s is of our own kind, over the same time', (executed, type) => {
  expect(dashboardWithPanel(listOf(executed), lastHour().raw)).toMatchObject({
    dashboard: {
      panels: [{ type, datasource: DATA_SOURCE, targets: [{ search: 'disk', datasource: DATA_SOURCE }] }],
      time: { from: 'now-1h', to: 'now' },
    },
  });
});
