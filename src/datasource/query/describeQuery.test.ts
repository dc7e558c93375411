import { describeQuery } from './describeQuery';
import { type JobsQuery } from './query';

describe('describeQuery', () => {
  it.each<[Partial<JobsQuery>, string]>([
    [{ queryType: 'jobs' }, 'Jobs'],
    [
      {
        queryType: 'jobs',
        filters: [{ field: 'state', operator: 'in', values: ['ERROR', 'TIMEOUT'] }],
        search: 'disk',
      },
      'Jobs · State is one of ERROR, TIMEOUT · "disk"',
    ],
    [{ queryType: 'jobs', filters: [{ field: 'runMs', operator: 'range', values: ['1000', ''] }] }, 'Jobs · Run >=1s'],
    [
      { queryType: 'jobs', filters: [{ field: 'runMs', operator: 'range', values: ['$from', ''] }] },
      'Jobs · Run $from to …',
    ],
    [{ queryType: 'jobCounts', groupBy: ['state', 'cmd'] }, 'Job counts · by state, cmd'],
    [{ queryType: 'jobDurations', groupBy: ['queue'] }, 'Job durations · by queue'],
    [{ queryType: 'nodeStats', stats: ['load1', 'cpu_percent'] }, 'Node stats · load1, cpu_percent'],
    [{ queryType: 'jumpscript', jumpscriptId: 'acme:disk', jumpscriptVersion: 3 }, 'JumpScript · acme:disk version 3'],
    [{ queryType: 'jumpscript', jumpscriptId: 'acme:disk', jumpscriptVersion: '' }, 'JumpScript · acme:disk'],
    [{ queryType: 'job', guid: '$guid' }, 'Job · $guid'],
    [{ queryType: 'jobs', guid: '', search: '', groupBy: [] }, 'Jobs'],
    [{ queryType: 'logs', direction: 'forward', ignoreTimeRange: true }, 'Logs · oldest first · of all time'],
    [{ queryType: 'logs', guid: 'g1', startSeq: 12, around: true }, 'Logs · g1 · around line 12'],
    [{ queryType: 'logs', guid: 'g1', startSeq: '12' }, 'Logs · g1 · from line 12'],
    [{ queryType: 'logs', startTime: 1000, around: true }, 'Logs · around 1970-01-01T00:00:01.000Z'],
    [{ queryType: 'logs', direction: 'backward' }, 'Logs'],
    [{ queryType: 'nodes', filters: [{ field: 'colour', operator: '=', values: ['red'] }] }, 'Nodes · colour is red'],
    [
      { queryType: 'jobs', filters: [{ field: 'colour', operator: 'range', values: ['1', '5'] }] },
      'Jobs · colour 1 to 5',
    ],
  ])('says %j in one line', (query, text) => {
    expect(describeQuery({ refId: 'A', version: 2, queryType: 'jobs', ...query })).toBe(text);
  });
});
