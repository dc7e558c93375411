import { CoreApp } from '@grafana/data';
import { defaultQuery } from './query';

describe('defaultQuery', () => {
  it('starts alert rules with exact counts of failed jobs', () => {
    expect(defaultQuery(CoreApp.UnifiedAlerting)).toMatchObject({ queryType: 'jobCounts', format: 'number' });
  });

  it.each([CoreApp.Explore, CoreApp.PanelEditor, undefined])('starts %s with the jobs', (app) => {
    expect(defaultQuery(app)).toEqual({ queryType: 'jobs', version: 2 });
  });
});
