import { dateTime, FieldType, toDataFrame, type DataQueryRequest } from '@grafana/data';
import { setDataSourceSrv, type DataSourceSrv } from '@grafana/runtime';
import { lastValueFrom, of } from 'rxjs';
import { fakeVariables } from '../testing/grafanaWire';
import { type JobsDataSource } from './datasource';
import { type VariableQuery } from './query/variableQuery';
import { JobsVariableSupport } from './variableSupport';

const range = { from: dateTime(1000), to: dateTime(2000), raw: { from: 'now-1h', to: 'now' } };

function setup(query: unknown) {
  const fetchValues = jest.fn().mockResolvedValue([
    { value: 'ERROR', count: 1200 },
    { value: '', count: 2 },
  ]);
  const support = new JobsVariableSupport({ fetchValues } as unknown as JobsDataSource);
  const request = { targets: [query], range, scopedVars: {} } as unknown as DataQueryRequest<VariableQuery>;
  return { fetchValues, list: async () => (await lastValueFrom(support.query(request))).data };
}

beforeEach(() => fakeVariables({ part: 'ec' }));

describe('a dashboard variable', () => {
  it('lists the values of its field', async () => {
    const { list, fetchValues } = setup({ refId: 'v', of: 'jobs', field: 'state' });
    expect(await list()).toEqual([
      { text: 'ERROR', value: 'ERROR' },
      { text: '', value: '' },
    ]);
    expect(fetchValues).toHaveBeenCalledWith('jobs', 'state', '', undefined, undefined);
  });

  it('says how often each occurs where that is wanted; the value stays the value', async () => {
    const { list } = setup({ refId: 'v', field: 'state', showCounts: true });
    expect((await list())[0]).toEqual({ text: 'ERROR (1200)', value: 'ERROR' });
  });

  it('is narrowed by its filters and its search, in which there may be other variables', async () => {
    const filters = [{ field: 'queue', operator: '=', values: ['$queue'] }];
    const { list, fetchValues } = setup({ refId: 'v', of: 'logs', field: 'cmd', search: '${part}ho', filters });
    await list();
    expect(fetchValues).toHaveBeenCalledWith('logs', 'cmd', 'echo', filters, undefined);
  });

  it('is narrowed to the time range of the dashboard only where that is wanted', async () => {
    const { list, fetchValues } = setup({ refId: 'v', field: 'cmd', inTimeRange: true });
    await list();
    expect(fetchValues).toHaveBeenCalledWith('jobs', 'cmd', '', undefined, range);
  });

  it('may be a bare field name, as somebody provisioned it', async () => {
    const { list, fetchValues } = setup(' queue ');
    await list();
    expect(fetchValues).toHaveBeenCalledWith('jobs', 'queue', '', undefined, undefined);
  });

  it('lists nodes by their names, with the id as value', async () => {
    const frame = toDataFrame({
      fields: [
        { name: 'name', type: FieldType.string, values: ['cpu-2', 'storage-1', 'cpu-1'] },
        { name: 'nid', type: FieldType.number, values: [7, 8, 9] },
      ],
    });
    const asked: unknown[] = [];
    const query = (request: DataQueryRequest) => {
      asked.push(...request.targets);
      return of({ data: [frame] });
    };
    const list = async (variable: object) => {
      const support = new JobsVariableSupport({ query } as unknown as JobsDataSource);
      const request = { targets: [variable], range, scopedVars: {} } as unknown as DataQueryRequest<VariableQuery>;
      return (await lastValueFrom(support.query(request))).data;
    };
    expect(await list({ refId: 'v', of: 'nodes', field: 'nid', search: 'CPU' })).toEqual([
      { text: 'cpu-1', value: '9' },
      { text: 'cpu-2', value: '7' },
    ]);
    expect((await list({ refId: 'v', of: 'nodes', field: 'name' }))[0]).toEqual({ text: 'cpu-1', value: 'cpu-1' });
    expect(asked[0]).toMatchObject({ queryType: 'nodes' });
  });

  it('lists where metrics may come from, by name, with the uid as value', async () => {
    const list = [
      { uid: 'p1', name: 'Prometheus', type: 'prometheus' },
      { uid: 'g', name: '-- Grafana --', type: 'grafana' },
    ];
    setDataSourceSrv({ getList: () => list } as unknown as DataSourceSrv);
    const sources = setup({ refId: 'v', of: 'metricsSources' });
    expect(await sources.list()).toEqual([
      { text: 'Agents', value: 'agents' },
      { text: 'Prometheus', value: 'p1' },
    ]);
    expect(sources.fetchValues).not.toHaveBeenCalled();
  });

  it('fails with the words of what failed', async () => {
    const { list, fetchValues } = setup({ refId: 'v', field: 'cmd' });
    fetchValues.mockRejectedValue(new Error('The controller does not answer.'));
    await expect(list()).rejects.toThrow('The controller does not answer.');
  });
});
