import { type QueryFixAction, type ToggleFilterAction } from '@grafana/data';
import { type Condition } from '@openvcloud/contract/src/filter';
import { type JobsQuery, type QueryType } from '../query/query';
import { hasFilter, isPlainPattern, modified, toggleFilter } from './modifyQuery';

const query = (queryType: QueryType, filters?: Condition[]): JobsQuery => ({
  refId: 'A',
  version: 2,
  queryType,
  ...(filters === undefined ? {} : { filters }),
});
const is = (field: string, ...values: string[]): Condition => ({
  field,
  operator: values.length > 1 ? 'in' : '=',
  values,
});
const isNot = (field: string, ...values: string[]): Condition => ({
  field,
  operator: values.length > 1 ? 'not in' : '!=',
  values,
});
const click = (key: string, value: string, type: ToggleFilterAction['type'] = 'FILTER_FOR'): ToggleFilterAction => ({
  type,
  options: { key, value },
});

describe('toggleFilter', () => {
  it.each<[string, QueryType, Condition[] | undefined, ToggleFilterAction, Condition[]]>([
    ['filters for a label', 'logs', undefined, click('nodeName', 'n1'), [is('nodeName', 'n1')]],
    ['filters a label out', 'logs', [], click('nodeName', 'n1', 'FILTER_OUT'), [isNot('nodeName', 'n1')]],
    ['takes it back', 'logs', [is('nodeName', 'n1')], click('nodeName', 'n1'), []],
    [
      'turns it round',
      'logs',
      [is('nodeName', 'n1'), is('cmd', 'echo')],
      click('nodeName', 'n1', 'FILTER_OUT'),
      [is('cmd', 'echo'), isNot('nodeName', 'n1')],
    ],
    ['asks for one of two values', 'logs', [is('cmd', 'a')], click('cmd', 'b'), [is('cmd', 'a', 'b')]],
    ['leaves the others of a list', 'logs', [is('cmd', 'a', 'b', 'c')], click('cmd', 'b'), [is('cmd', 'a', 'c')]],
    ['leaves the last of a list', 'logs', [is('cmd', 'a', 'b')], click('cmd', 'b'), [is('cmd', 'a')]],
    [
      'takes a value out of those that are left out',
      'logs',
      [isNot('cmd', 'a', 'b')],
      click('cmd', 'a'),
      [isNot('cmd', 'b'), is('cmd', 'a')],
    ],
    ['reads a level in words', 'logs', [], click('level', 'error'), [is('level', '2')]],
    ['knows that two levels are debug', 'logs', [], click('severity', 'debug'), [is('level', '6', '7')]],
    ['reads the queue of a line', 'logs', [], click('queue', 'io'), [is('appName', 'agent:io')]],
    [
      'filters for a whole message',
      'logs',
      [],
      click('body', 'disk full'),
      [{ field: 'message', operator: 'contains', values: ['disk full'] }],
    ],
    ['works on counts of lines', 'logCounts', [], click('level', 'critical'), [is('level', '1')]],
    ['filters for a cell of the jobs table', 'jobs', [], click('state', 'ERROR'), [is('state', 'ERROR')]],
    ['filters for a number', 'jobs', [], click('nid', '7'), [is('nid', '7')]],
    [
      'filters for a text that is long',
      'jobs',
      [],
      click('errorMessage', 'no disk', 'FILTER_OUT'),
      [{ field: 'errorMessage', operator: 'not contains', values: ['no disk'] }],
    ],
    ['filters for one of the tags in a cell', 'jobs', [], click('tags', '["a","b"]'), [is('tags', 'a', 'b')]],
    ['reads roles, which are in words', 'jobs', [], click('roles', 'node, storage'), [is('roles', 'node', 'storage')]],
    ['takes what only looks like JSON as it is', 'jobs', [], click('tags', '[a'), [is('tags', '[a')]],
    [
      'filters for a moment',
      'jobs',
      [],
      click('timeStop', '1000'),
      [{ field: 'timeStop', operator: 'range', values: ['1000', '1001'] }],
    ],
  ])('%s', (_, queryType, filters, action, expected) => {
    expect(toggleFilter(query(queryType, filters), action).filters).toEqual(expected);
  });

  it.each<[string, QueryType, ToggleFilterAction]>([
    ['a field that there is not', 'logs', click('truncatedFrom', '5')],
    ['nothing', 'jobs', click('nodeName', '')],
    ['a moment that shall not be', 'jobs', click('timeStop', '1000', 'FILTER_OUT')],
    ['a time in words', 'jobs', click('timeStop', 'yesterday')],
    ['a query without filters', 'nodes', click('name', 'n1')],
    ['a property of every object', 'jobs', click('constructor', 'x')],
  ])('leaves a query alone that is asked for %s', (_, queryType, action) => {
    const asked = query(queryType, []);
    expect(toggleFilter(asked, action)).toBe(asked);
  });
});

describe('hasFilter', () => {
  it('sees what a click would take back, also as one of several', () => {
    const filtered = query('logs', [is('cmd', 'a', 'b'), is('level', '6', '7')]);
    expect(hasFilter(filtered, { key: 'cmd', value: 'b' })).toBe(true);
    expect(hasFilter(filtered, { key: 'level', value: 'debug' })).toBe(true);
    expect(hasFilter(filtered, { key: 'cmd', value: 'c' })).toBe(false);
    expect(hasFilter(query('logs', [isNot('cmd', 'a')]), { key: 'cmd', value: 'a' })).toBe(false);
    expect(hasFilter(query('logs'), { key: 'cmd', value: 'a' })).toBe(false);
  });
});

describe('modified', () => {
  const action = (type: string, options?: QueryFixAction['options']): QueryFixAction => ({ type, query: '', options });
  const contains: Condition = { field: 'message', operator: 'contains', values: ['disk'] };

  it.each<[string, JobsQuery, QueryFixAction, Partial<JobsQuery>]>([
    ['for a text in lines', query('logs'), action('ADD_STRING_FILTER', { value: 'disk' }), { filters: [contains] }],
    [
      'a text out of lines',
      query('logs', [contains]),
      action('ADD_STRING_FILTER_OUT', { value: 'disk' }),
      { filters: [{ ...contains, operator: 'not contains' }] },
    ],
    [
      'for the same text once',
      query('logs', [contains]),
      action('ADD_STRING_FILTER', { value: 'disk' }),
      { filters: [contains] },
    ],
    [
      'for a value, and keeps it',
      query('jobs', [is('cmd', 'a')]),
      action('ADD_FILTER', { key: 'cmd', value: 'a' }),
      { filters: [is('cmd', 'a')] },
    ],
    [
      'a value out',
      query('jobs'),
      action('ADD_FILTER_OUT', { key: 'cmd', value: 'a' }),
      { filters: [isNot('cmd', 'a')] },
    ],
  ])('filters %s', (_, asked, change, expected) => {
    expect(modified(asked, change)).toMatchObject(expected);
  });

  it('does what hints offer', () => {
    const asked: JobsQuery = {
      ...query('logs', [{ field: 'message', operator: 'regex', values: ['disk full'] }, is('cmd', 'a')]),
      ignoreTimeRange: true,
    };
    expect(modified(asked, action('USE_TIME_RANGE')).ignoreTimeRange).toBe(false);
    expect(modified(asked, action('RAISE_LIMIT')).limit).toBe(1000);
    expect(modified(asked, action('USE_CONTAINS')).filters).toEqual([
      { field: 'message', operator: 'contains', values: ['disk full'] },
      is('cmd', 'a'),
    ]);
  });

  it.each<[JobsQuery, string]>([
    [query('jobs', []), 'ADD_STRING_FILTER'],
    [query('jobs', []), 'EXPAND_RULES'],
    [query('nodes'), 'ADD_FILTER'],
  ])('leaves %j alone when asked to %s', (asked, type) => {
    expect(modified(asked, action(type, { key: 'x', value: 'y' }))).toBe(asked);
  });

  it.each(['a.b', 'a|b', '^a', 'a+', '', '(a)'])('does not take %s for a plain text', (pattern) => {
    expect(isPlainPattern({ field: 'message', operator: 'regex', values: [pattern] })).toBe(false);
  });
});
