import { createDataFrame, LoadingState, type DataQueryRequest, type DataQueryResponse } from '@grafana/data';
import { setDataSourceSrv, type DataSourceSrv } from '@grafana/runtime';
import { lastValueFrom, NEVER, Observable, of, Subject, toArray } from 'rxjs';
import { FakeDataSource } from '../testing/FakeDataSource';
import { panelRun } from '../testing/panelRun';
import { askDataSource } from './askDataSource';

const TARGET = { refId: 'A', queryType: 'jobs', search: 'old', datasource: { uid: 'jobs-1' } };
const FRAME = createDataFrame({ name: 'jobs', fields: [] });

function requestOf(): DataQueryRequest {
  const { request } = panelRun({ options: {}, target: TARGET, series: [] }).data;
  if (request === undefined) {
    throw new Error('Expected a run of a panel to have a request.');
  }
  return { ...request, scopedVars: { queue: { value: 'io', text: 'io' } } };
}

/** A data source that answers at once with these responses. */
function answers(...responses: Array<Partial<DataQueryResponse>>): void {
  const query = () => of(...responses.map((response) => ({ data: [], ...response })));
  setDataSourceSrv({ get: async () => ({ query }) } as unknown as DataSourceSrv);
}

const ask = () => lastValueFrom(askDataSource(requestOf(), TARGET, {}));

describe('askDataSource', () => {
  it("asks the panel's own query with the changes, the time range and the variables of its last run", async () => {
    const dataSource = new FakeDataSource().install();
    const request = requestOf();
    const subscription = askDataSource(request, TARGET, { search: 'new', limit: 25 }).subscribe();
    await Promise.resolve();
    await Promise.resolve();
    const { request: sent } = dataSource.last;
    subscription.unsubscribe();

    expect(sent.targets).toEqual([{ ...TARGET, search: 'new', limit: 25 }]);
    expect(sent.range).toBe(request.range);
    expect(sent.scopedVars).toBe(request.scopedVars);
    expect(sent.requestId).toMatch(/^Q1-page-\d+$/);
  });

  it('finds the data source by the reference of the query and the variables of the panel', async () => {
    const get = jest.fn().mockResolvedValue({ query: () => of({ data: [] }) });
    setDataSourceSrv({ get } as unknown as DataSourceSrv);
    await ask();
    expect(get).toHaveBeenCalledWith({ uid: 'jobs-1' }, { queue: { value: 'io', text: 'io' } });
  });

  it('gives every question an id of its own: Grafana cancels an older one with the same id', async () => {
    const ids: string[] = [];
    const query = ({ requestId }: DataQueryRequest) => {
      ids.push(requestId);
      return of({ data: [] });
    };
    setDataSourceSrv({ get: async () => ({ query }) } as unknown as DataSourceSrv);
    await ask();
    await ask();
    expect(new Set(ids).size).toBe(2);
  });

  it('leaves the panel’s own request as it was', async () => {
    answers({ data: [FRAME] });
    const request = requestOf();
    await lastValueFrom(askDataSource(request, TARGET, { search: 'new' }));
    expect(request.targets).toEqual([TARGET]);
    expect(request.requestId).toBe('Q1');
  });

  it('waits for the answer while the data source says that it is loading', async () => {
    answers({ state: LoadingState.Loading, data: [] }, { state: LoadingState.Done, data: [FRAME] });
    const emitted = await lastValueFrom(askDataSource(requestOf(), TARGET, {}).pipe(toArray()));
    expect(emitted).toEqual([[FRAME]]);
  });

  it('takes an answer of a data source that answers with a promise, and names no state', async () => {
    setDataSourceSrv({ get: async () => ({ query: async () => ({ data: [FRAME] }) }) } as unknown as DataSourceSrv);
    await expect(ask()).resolves.toEqual([FRAME]);
  });

  it('leaves out what is no frame', async () => {
    answers({ data: [{ target: 'old series', datapoints: [] }, null, 'text', { fields: 1 }, FRAME] });
    await expect(ask()).resolves.toEqual([FRAME]);
  });

  it('cancels the HTTP request when nobody wants the answer any more', async () => {
    const cancelled = new Subject<string>();
    const seen: string[] = [];
    cancelled.subscribe((text) => seen.push(text));
    const query = () => new Observable(() => () => cancelled.next('cancelled'));
    setDataSourceSrv({ get: async () => ({ query }) } as unknown as DataSourceSrv);
    const subscription = askDataSource(requestOf(), TARGET, {}).subscribe();
    await Promise.resolve();
    await Promise.resolve();
    subscription.unsubscribe();
    expect(seen).toEqual(['cancelled']);
  });

  it('never asks a data source that is found after nobody wants the answer any more', async () => {
    const query = jest.fn(() => NEVER);
    setDataSourceSrv({ get: async () => ({ query }) } as unknown as DataSourceSrv);
    askDataSource(requestOf(), TARGET, {}).subscribe().unsubscribe();
    await Promise.resolve();
    await Promise.resolve();
    expect(query).not.toHaveBeenCalled();
  });
});

describe('an error of the answer', () => {
  it.each<[string, Partial<DataQueryResponse>, string]>([
    [
      'the controller’s own words before Grafana’s',
      { errors: [{ message: 'Bad Request', data: { message: 'Unknown field colour.' } }] },
      'Unknown field colour.',
    ],
    ['the first of several', { errors: [{ message: 'first' }, { message: 'second' }] }, 'first'],
    ['the message where that is all there is', { errors: [{ message: 'Bad Gateway' }] }, 'Bad Gateway'],
    [
      'the message when the data has an empty one',
      { errors: [{ message: 'Bad Gateway', data: { message: '' } }] },
      'Bad Gateway',
    ],
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- 12.4 sets only `error` when a request fails as a whole
    ['the error of a request that failed as a whole', { error: { message: 'timeout' } }, 'timeout'],
  ])('is thrown with %s', async (_, response, message) => {
    answers({ ...response, data: [FRAME] });
    await expect(ask()).rejects.toThrow(message);
  });

  it('is thrown also when it has no message at all', async () => {
    answers({ state: LoadingState.Error, data: [] });
    await expect(ask()).rejects.toThrow(/no message|without a message/);
  });

  it('is thrown when there is no such data source', async () => {
    const get = async () => {
      throw new Error('Datasource jobs-1 was not found');
    };
    setDataSourceSrv({ get } as unknown as DataSourceSrv);
    await expect(ask()).rejects.toThrow('Datasource jobs-1 was not found');
  });
});
