import { dateTime, type TimeRange } from '@grafana/data';
import { setDataSourceSrv, type DataSourceSrv } from '@grafana/runtime';
import { type Condition } from '@openvcloud/contract/src/filter';
import { FakeDataSource } from '../testing/FakeDataSource';
import { completeValues } from './valueCompletion';

const QUEUE: Condition = { field: 'queue', operator: '=', values: ['$queue'] };
const TARGET = { refId: 'A', datasource: { uid: 'jobs-1' }, filters: [QUEUE] };
const RANGE: TimeRange = { from: dateTime(1), to: dateTime(2), raw: { from: 'now-1h', to: 'now' } };
const STATE = 'state|=|OK';
const CMD = 'cmd|contains|ec';

describe('completeValues', () => {
  it('asks for the values among the rows that the other conditions leave, in the time range', async () => {
    const dataSource = new FakeDataSource().install();
    dataSource.values = [{ value: 'echo', count: 3 }];
    await expect(completeValues('jobs', TARGET, [STATE, CMD], RANGE, 'cmd', 'ec')).resolves.toEqual([
      { value: 'echo', count: 3 },
    ]);
    expect(dataSource.valuesAsked).toEqual([['jobs', 'cmd', 'ec', [QUEUE], RANGE, [STATE]]]);
  });

  it('leaves out what the query says of the field itself, and asks without one for all', async () => {
    const dataSource = new FakeDataSource().install();
    const own: Condition = { field: 'cmd', operator: '=', values: ['echo'] };
    await completeValues('logs', { ...TARGET, filters: [own, QUEUE] }, [], RANGE, 'cmd', '');
    await completeValues('logs', undefined, [CMD], undefined, 'state', '');
    expect(dataSource.valuesAsked).toEqual([
      ['logs', 'cmd', '', [QUEUE], RANGE, []],
      ['logs', 'state', '', [], undefined, [CMD]],
    ]);
  });

  it('asks the data source of the query', async () => {
    const get = jest.fn().mockResolvedValue({});
    setDataSourceSrv({ get } as unknown as DataSourceSrv);
    await completeValues('logs', TARGET, [], undefined, 'cmd', '');
    await completeValues('logs', undefined, [], undefined, 'cmd', '');
    expect(get.mock.calls).toEqual([[{ uid: 'jobs-1' }], [undefined]]);
  });

  it.each([[{}], [{ fetchValues: 'none' }]])('suggests nothing under a data source that is %j', async (source) => {
    setDataSourceSrv({ get: async () => source } as unknown as DataSourceSrv);
    await expect(completeValues('jobs', TARGET, [], RANGE, 'cmd', '')).resolves.toEqual([]);
  });
});
