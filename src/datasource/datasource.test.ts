import { CoreApp, dateTime, LoadingState, type DataQueryRequest, type TimeRange } from '@grafana/data';
import { lastValueFrom } from 'rxjs';
import { knowDataSource, settings } from '../testing/dataSourceSettings';
import { fakeGrafanaServer, fakeVariables } from '../testing/grafanaWire';
import { JobsDataSource } from './datasource';
import { type JobsQuery } from './query/query';
import { type VariableQuery } from './query/variableQuery';

const range: TimeRange = { from: dateTime(1000), to: dateTime(2000), raw: { from: 'now-1h', to: 'now' } };

function request<T>(target: T): DataQueryRequest<T & JobsQuery> {
  return {
    requestId: 'Q1',
    interval: '1s',
    intervalMs: 1000,
    range,
    scopedVars: {},
    targets: [target],
    timezone: 'utc',
    app: CoreApp.Dashboard,
    startTime: 0,
  } as unknown as DataQueryRequest<T & JobsQuery>;
}

beforeEach(() => {
  fakeVariables({ state: ['ERROR', 'TIMEOUT'], guid: '0198', none: '' });
  knowDataSource();
});

describe('JobsDataSource', () => {
  it('sends queries without variables, with ad hoc filters among the conditions', async () => {
    const sent = fakeGrafanaServer(() => ({ data: { results: { A: { frames: [] } } } }));
    const query: JobsQuery = {
      refId: 'A',
      queryType: 'jobs',
      version: 2,
      filters: [{ field: 'state', operator: '=', values: ['$state'] }],
    };
    const answer = await lastValueFrom(
      new JobsDataSource(settings).query({ ...request(query), filters: [{ key: 'cmd', operator: '=', value: 'echo' }] })
    );

    expect(answer.state).toBe(LoadingState.Done);
    expect(sent).toHaveLength(1);
    expect(sent[0]?.url).toContain('/api/ds/query');
    expect(sent[0]?.data).toMatchObject({
      from: '1000',
      to: '2000',
      queries: [
        {
          refId: 'A',
          queryType: 'jobs',
          version: 2,
          filters: [
            { field: 'state', operator: 'in', values: ['ERROR', 'TIMEOUT'] },
            { field: 'cmd', operator: '=', values: ['echo'] },
          ],
        },
      ],
    });
  });

  it('says in a panel of Grafana that it has the first page of a list only', async () => {
    const frame = {
      schema: { meta: { custom: { page: { next: 'c', prev: null } } }, fields: [{ name: 'guid', type: 'string' }] },
      data: { values: [['a']] },
    };
    fakeGrafanaServer(() => ({ data: { results: { A: { frames: [frame] } } } }));
    const asked = { ...request<JobsQuery>({ refId: 'A', queryType: 'jobs', version: 2 }), panelPluginId: 'table' };
    const answer = await lastValueFrom(new JobsDataSource(settings).query(asked));
    expect(answer.data[0]?.meta.notices).toEqual([{ severity: 'info', text: expect.stringMatching(/^Only 1 row/) }]);
  });

  it.each(['want $state', 'price is $state and ${guid}', '${__user.login}', '[[state]]'])(
    'sends what a viewer typed as it is: %s',
    async (words) => {
      const sent = fakeGrafanaServer(() => ({ data: { results: { A: { frames: [] } } } }));
      const typed = { search: words, filters: [`cmd|contains|${words}`] };
      const query: JobsQuery = { refId: 'A', queryType: 'jobs', version: 2, search: '$guid', typed };
      const filters = [{ key: 'cmd', operator: '=', value: words }];
      const dataSource = new JobsDataSource(settings);
      await lastValueFrom(dataSource.query({ ...request(query), filters }));
      await dataSource.getTagValues({ key: 'state', filters, timeRange: range }).catch(() => undefined);
      await dataSource.fetchValues('jobs', 'state', words, [], range, typed.filters).catch(() => undefined);

      expect(sent[0]?.data).toMatchObject({
        queries: [{ search: '0198', typed, filters: [{ field: 'cmd', operator: '=', values: [words] }] }],
      });
      expect(sent[1]?.params?.filter).toEqual([`cmd|=|${words}`]);
      expect(sent[2]?.params).toMatchObject({ q: words, filter: [`cmd|contains|${words}`] });
    }
  );

  it.each<[Partial<JobsQuery>, boolean]>([
    [{ queryType: 'jobs' }, true],
    [{ queryType: 'jobs', hide: true }, false],
    [{ queryType: 'jobs', requires: '$guid' }, true],
    [{ queryType: 'jobCounts', requires: '$none' }, false],
    [{ queryType: 'job', guid: '$guid' }, true],
    [{ queryType: 'job', guid: '$none' }, false],
    [{ queryType: 'job' }, false],
    [{ queryType: 'jumpscript', jumpscriptId: 'acme:disk' }, true],
    [{ queryType: 'jumpscript', jumpscriptId: '' }, false],
    [{ queryType: 'logs' }, true],
    [{ queryType: 'logs', guid: '$guid' }, true],
    [{ queryType: 'logs', guid: '$none' }, false],
  ])('asks %j: %s', (query, isAsked) => {
    expect(new JobsDataSource(settings).filterQuery({ refId: 'A', version: 2, queryType: 'jobs', ...query })).toBe(
      isAsked
    );
  });

  it('completes the values of a field, narrowed by the other filters', async () => {
    const sent = fakeGrafanaServer(() => ({
      data: { field: 'cmd', values: [{ value: 'echo', count: 7 }], coverage: {} },
    }));
    const values = await new JobsDataSource(settings).getTagValues({
      key: 'cmd',
      filters: [
        { key: 'cmd', operator: '=', value: 'x' },
        { key: 'state', operator: '=|', value: 'OK', values: ['OK', 'ERROR'] },
      ],
      timeRange: range,
    });

    expect(values).toEqual([{ text: 'echo' }]);
    expect(sent[0]).toMatchObject({ method: 'GET', url: '/api/datasources/uid/jobs-1/resources/values/cmd' });
    expect(sent[0]?.params).toEqual({ of: 'jobs', limit: 200, filter: ['state|in|OK|ERROR'], from: 1000, to: 2000 });
  });

  it('completes an ad hoc filter by what its queries have of the field, also when its label was typed', async () => {
    const sent = fakeGrafanaServer(() => ({ data: { field: 'nodeName', values: [], coverage: {} } }));
    await new JobsDataSource(settings).getTagValues({
      key: 'Node',
      filters: [],
      queries: [{ refId: 'A', queryType: 'nodeStats', version: 2 }],
    });
    expect(sent[0]).toMatchObject({ url: expect.stringMatching(/values\/nodeName$/), params: { of: 'nodeStats' } });
  });

  it('asks nothing for a field that has no completion', async () => {
    const sent = fakeGrafanaServer(() => undefined);
    await expect(new JobsDataSource(settings).fetchValues('jobs', 'errorMessage', '')).resolves.toEqual([]);
    expect(sent).toHaveLength(0);
  });

  it('says so when the answer is no list of values', async () => {
    fakeGrafanaServer(() => ({ data: '<html>' }));
    await expect(new JobsDataSource(settings).fetchValues('jobs', 'cmd', '')).rejects.toThrow(
      'Expected a list of values'
    );
  });

  it('lists a variable over all time, so that a link with an older value keeps working', async () => {
    const sent = fakeGrafanaServer(() => ({ data: { values: [{ value: 'ERROR', count: 1200 }] } }));
    const { variables } = new JobsDataSource(settings);
    const query: Partial<VariableQuery> = { refId: 'v', field: 'state', showCounts: true };
    const answer = await lastValueFrom(
      (variables as unknown as { query: (r: unknown) => ReturnType<JobsDataSource['query']> }).query(request(query))
    );

    expect(answer.data).toEqual([{ text: 'ERROR (1200)', value: 'ERROR' }]);
    expect(sent[0]?.params).toEqual({ of: 'jobs', limit: 200 });
  });

  it('leaves a query type that there is not to the backend, which refuses it', () => {
    const saved = { refId: 'A', version: 2, queryType: 'tasks' } as unknown as JobsQuery;
    expect(new JobsDataSource(settings).applyTemplateVariables(saved, {}).queryType).toBe('tasks');
  });

  it('hands Explore queries without variables', () => {
    const [query] = new JobsDataSource(settings).interpolateVariablesInQueries(
      [{ refId: 'A', queryType: 'job', version: 2, guid: '$guid' }],
      {}
    );
    expect(query).toMatchObject({ guid: '0198', datasource: { uid: 'jobs-1' } });
  });

  it('does not replace once more in Explore what a variable holds', () => {
    fakeVariables({ price: '$guid', guid: '0198' });
    const dataSource = new JobsDataSource(settings);
    const saved: JobsQuery = {
      refId: 'A',
      queryType: 'jobs',
      version: 2,
      search: '$price',
      filters: [{ field: 'cmd', operator: '=', values: ['$price'] }],
    };
    const [handed = saved] = dataSource.interpolateVariablesInQueries([saved], {});
    expect(dataSource.applyTemplateVariables(handed, {})).toMatchObject({
      search: '$guid',
      filters: [{ field: 'cmd', operator: '=', values: ['$guid'] }],
    });
  });

  it('offers ad hoc filters by the names people see', async () => {
    await expect(new JobsDataSource(settings).getTagKeys()).resolves.toContainEqual({ text: 'Command', value: 'cmd' });
  });
});
