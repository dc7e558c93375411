import { SupplementaryQueryType, type DataQueryRequest } from '@grafana/data';
import { type JobsQuery } from '../query/query';
import { supplementaryQuery, supplementaryRequest } from './supplementaryQuery';

const VOLUME = { type: SupplementaryQueryType.LogsVolume } as const;
const SAMPLE = { type: SupplementaryQueryType.LogsSample, limit: 50 } as const;
const filters: JobsQuery['filters'] = [{ field: 'cmd', operator: '=', values: ['$cmd'] }];
const datasource = { uid: 'jobs-1' };
const logs: JobsQuery = {
  refId: 'A',
  version: 2,
  queryType: 'logs',
  filters,
  search: 'disk',
  guid: 'g1',
  limit: 5,
  cursor: 'c',
  direction: 'forward',
  datasource,
};

describe('supplementaryQuery', () => {
  it('counts all the lines that a query for lines finds, whatever its page', () => {
    expect(supplementaryQuery(VOLUME, logs)).toEqual({
      refId: 'log-volume-A',
      version: 2,
      queryType: 'logCounts',
      filters,
      search: 'disk',
      guid: 'g1',
      datasource,
      isReplaced: undefined,
    });
  });

  it.each(['jobs', 'jobCounts', 'jobDurations'] as const)(
    'samples the lines of the jobs that %s are about',
    (queryType) => {
      const asked: JobsQuery = { ...logs, queryType, timeField: 'timeStop', ignoreTimeRange: true };
      expect(supplementaryQuery(SAMPLE, asked)).toEqual({
        refId: 'log-sample-A',
        version: 2,
        queryType: 'jobLogs',
        filters,
        search: 'disk',
        timeField: 'timeStop',
        ignoreTimeRange: true,
        limit: 50,
        datasource,
        isReplaced: undefined,
      });
    }
  );

  it.each([
    ['a volume of jobs', VOLUME, { ...logs, queryType: 'jobs' as const }],
    ['a sample of lines', SAMPLE, logs],
    ['a sample of nodes', SAMPLE, { ...logs, queryType: 'nodes' as const }],
    ['a volume of what is not shown', VOLUME, { ...logs, hide: true }],
  ])('has no %s', (_, options, query) => {
    expect(supplementaryQuery(options, query)).toBeUndefined();
  });
});

describe('supplementaryRequest', () => {
  const request = (...targets: JobsQuery[]) => ({ requestId: 'r', targets }) as unknown as DataQueryRequest<JobsQuery>;

  it('asks for those queries only that have one', () => {
    const asked = supplementaryRequest(VOLUME, request({ ...logs, queryType: 'jobs' }, logs));
    expect(asked).toMatchObject({ requestId: 'r', targets: [{ refId: 'log-volume-A' }] });
    expect(asked?.targets).toHaveLength(1);
  });

  it('is none when no query has one', () => {
    expect(supplementaryRequest(SAMPLE, request(logs))).toBeUndefined();
  });
});
