import { CoreApp } from '@grafana/data';
import { ALERT_QUERY } from '@openvcloud/contract/src/alertQuery';
import { JOB_FIELDS, JUMPSCRIPT_FIELDS, LOG_FIELDS } from '@openvcloud/contract/src/filter';
import {
  ALERT_TYPES,
  defaultQuery,
  defaultTimeField,
  fieldsOf,
  isAlerting,
  isQueryType,
  QUERY_TYPE_SPECS,
  QUERY_TYPES,
  valuesOf,
} from './query';

describe('defaultQuery', () => {
  it('starts alert rules with exact counts of failed jobs', () => {
    expect(defaultQuery(CoreApp.UnifiedAlerting)).toMatchObject({ queryType: 'jobCounts', format: 'number' });
  });

  it.each([CoreApp.Explore, CoreApp.PanelEditor, undefined])('starts %s with the jobs', (app) => {
    expect(defaultQuery(app)).toEqual({ queryType: 'jobs', version: 2 });
  });

  it('gives each rule a query of its own, which it may change', () => {
    const { filters, groupBy, ...rest } = defaultQuery(CoreApp.CloudAlerting);
    expect({ filters, groupBy, ...rest }).toEqual(ALERT_QUERY);
    expect(groupBy).not.toBe(ALERT_QUERY.groupBy);
    expect(filters?.[0]).not.toBe(ALERT_QUERY.filters[0]);
    expect(filters?.[0]?.values).not.toBe(ALERT_QUERY.filters[0]?.values);
  });
});

it.each([
  [CoreApp.UnifiedAlerting, true],
  [CoreApp.CloudAlerting, true],
  [CoreApp.Dashboard, false],
  [undefined, false],
])('in %s a query is of an alert rule: %s', (app, isRule) => {
  expect(isAlerting(app)).toBe(isRule);
});

describe('a type of query', () => {
  it.each(QUERY_TYPES)('is %s, with a name and a description of its own', (queryType) => {
    expect(isQueryType(queryType)).toBe(true);
    const { label, description } = QUERY_TYPE_SPECS[queryType];
    expect(label).toMatch(/^[A-Z]\w+/);
    expect(description).toMatch(/^[A-Z]\w+,? \w+/);
  });

  it.each(['tasks', '', undefined, 5])('is not %p', (value) => {
    expect(isQueryType(value)).toBe(false);
  });

  it.each([
    ['jobs', JOB_FIELDS, 'jobs', 'Free text', 'timeCreate'],
    ['jobCounts', JOB_FIELDS, 'jobs', 'Free text', 'timeStop'],
    ['jobDurations', JOB_FIELDS, 'jobs', 'Free text', 'timeStop'],
    ['logs', LOG_FIELDS, 'logs', 'Message', undefined],
    ['jumpscripts', JUMPSCRIPT_FIELDS, 'jumpscripts', 'Free text', undefined],
    ['jumpscript', undefined, 'jobs', undefined, undefined],
    ['nodes', undefined, 'jobs', undefined, undefined],
  ] as const)('says what %s can be filtered by and searched for', (queryType, fields, values, search, timeField) => {
    expect(fieldsOf(queryType)).toBe(fields);
    expect(valuesOf(queryType)).toBe(values);
    expect(QUERY_TYPE_SPECS[queryType]).toMatchObject(JSON.parse(JSON.stringify({ search, timeField })));
  });
});

it.each([
  ['jobs', CoreApp.Explore, 'timeCreate'],
  ['jobCounts', CoreApp.Dashboard, 'timeStop'],
  ['jobCounts', CoreApp.UnifiedAlerting, 'timeKnown'],
  ['nodes', undefined, undefined],
] as const)('takes the time range of %s in %s for %s', (queryType, app, timeField) => {
  expect(defaultTimeField(queryType, app)).toBe(timeField);
});

it('offers rules what is counted or measured, never a list', () => {
  const lists = QUERY_TYPES.filter((type) => !ALERT_TYPES.includes(type));
  expect(lists).toEqual(expect.arrayContaining(['jobs', 'job', 'logs', 'trace', 'jumpscripts']));
  expect([...ALERT_TYPES]).toEqual(
    expect.arrayContaining(['jobCounts', 'logCounts', 'nodeStats', 'nodes', 'queues', 'controllerBehind'])
  );
});

it.each([
  ['logCounts', 'logs'],
  ['nodeStats', 'nodeStats'],
] as const)('completes the values of %s among those of %s', (queryType, values) => {
  expect(valuesOf(queryType)).toBe(values);
});
