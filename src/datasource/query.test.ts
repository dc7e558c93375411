import { CoreApp } from '@grafana/data';
import { commonFields } from './commonFields';
import { defaultQuery } from './query';
import { readVariableQuery } from './variableQuery';

describe('defaultQuery', () => {
  it('starts alert rules with exact counts of failed jobs', () => {
    expect(defaultQuery(CoreApp.UnifiedAlerting)).toMatchObject({ queryType: 'jobCounts', format: 'number' });
  });

  it.each([CoreApp.Explore, CoreApp.PanelEditor, undefined])('starts %s with the jobs', (app) => {
    expect(defaultQuery(app)).toEqual({ queryType: 'jobs', version: 2 });
  });
});

describe('commonFields', () => {
  it('offers what every query on the dashboard understands', () => {
    const names = Object.keys(commonFields(['jobs', 'logs', 'nodes']));
    expect(names).toContain('organization');
    expect(names).not.toContain('state');
  });

  it('offers the fields of jobs when no query takes filters', () => {
    expect(Object.keys(commonFields(['nodes']))).toContain('state');
  });
});

describe('readVariableQuery', () => {
  it.each(['queue', { refId: 'x', field: 'queue' }])('reads %j', (saved) => {
    expect(readVariableQuery(saved)).toMatchObject({ field: 'queue', of: 'jobs', version: 2 });
  });

  it('reads a variable that was saved with former names', () => {
    const filters = [{ field: 'run', operator: 'range', values: ['5000', ''] }];
    expect(readVariableQuery({ refId: 'x', version: 1, field: 'cmd', filters })).toMatchObject({
      version: 2,
      field: 'cmd',
      filters: [{ field: 'runMs', operator: 'range', values: ['5000', ''] }],
    });
    expect(readVariableQuery('result')).toMatchObject({ field: 'resultPreview' });
  });

  it('lists states when nothing is saved', () => {
    expect(readVariableQuery(undefined)).toMatchObject({ field: 'state' });
  });
});
