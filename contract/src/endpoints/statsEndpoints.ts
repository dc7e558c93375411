import { Type } from '@sinclair/typebox';
import { LIMITS } from '../limits';
import { countsQuery, durationsQuery, Filters, From, logCountsQuery, nodeStatsQuery, To } from './queries';
import { LogCounts } from '../logCounts';
import { Enum } from '../schema';
import { FieldValues, JobCounts, JobDurations, NodeStats } from '../stats';
import { READ, type Endpoint } from './endpoint';

/** What jobs, their log lines and nodes add up to. */
export const STATS_ENDPOINTS = {
  countJobs: {
    method: 'GET',
    path: '/api/v1/stats/jobs',
    summary: 'Exact job counts by time bucket and group',
    roles: READ,
    query: countsQuery,
    status: 200,
    response: JobCounts,
  },
  countLogs: {
    method: 'GET',
    path: '/api/v1/stats/logs',
    summary:
      'How many log lines by level and time bucket: all of a range exactly, a part of them as far as there is time',
    roles: READ,
    query: logCountsQuery,
    status: 200,
    response: LogCounts,
  },
  measureDurations: {
    method: 'GET',
    path: '/api/v1/stats/durations',
    summary: 'Exact wait and run percentiles of jobs by time bucket and group',
    roles: READ,
    query: durationsQuery,
    status: 200,
    response: JobDurations,
  },
  measureNodes: {
    method: 'GET',
    path: '/api/v1/stats/nodes',
    summary: 'What nodes measured of themselves, by time bucket: least, mean and greatest',
    roles: READ,
    query: nodeStatsQuery,
    status: 200,
    response: NodeStats,
  },
  listValues: {
    method: 'GET',
    path: '/api/v1/values/:field',
    summary: 'Values of a job field with their counts, most frequent first',
    roles: READ,
    params: Type.Object({ field: Type.String({ maxLength: 60 }) }),
    query: Type.Object(
      {
        of: Type.Optional(Enum(['jobs', 'logs', 'jumpscripts', 'nodeStats'] as const, { default: 'jobs' })),
        filter: Filters,
        q: Type.Optional(Type.String({ maxLength: LIMITS.searchChars, description: 'Values that contain this' })),
        from: From,
        to: To,
        limit: Type.Optional(Type.Integer({ minimum: 1, maximum: LIMITS.values, default: 100 })),
      },
      { additionalProperties: false }
    ),
    status: 200,
    response: FieldValues,
  },
} as const satisfies Record<string, Endpoint>;
