import { Type } from '@sinclair/typebox';
import { FailureActRequest, FailureGroup, FailureList } from '../failure';
import { LIMITS } from '../limits';
import { BY_PEOPLE, READ, type Endpoint } from './endpoint';
import { End, Filters, Search, Start } from './queries';

const Key = Type.Object({ key: Type.String({ minLength: 1, maxLength: 64 }) });

/** Groups of failed jobs: read, decided on. */
export const FAILURE_ENDPOINTS = {
  listFailures: {
    method: 'GET',
    path: '/api/v1/failures',
    summary: 'Groups of jobs that failed the same way, by what became known in a window',
    roles: READ,
    query: Type.Object(
      {
        filter: Filters,
        q: Search,
        from: Start,
        to: End,
        bucketMs: Type.Optional(
          Type.Integer({ minimum: 1000, description: 'Length of a time bucket of the trends; absent: no trends' })
        ),
        limit: Type.Optional(Type.Integer({ minimum: 1, maximum: LIMITS.series, default: LIMITS.defaultPageRows })),
      },
      { additionalProperties: false }
    ),
    status: 200,
    response: FailureList,
  },
  getFailure: {
    method: 'GET',
    path: '/api/v1/failures/:key',
    summary: 'One group of failed jobs, with all its jobs that are kept',
    roles: READ,
    params: Key,
    query: Type.Object(
      {
        gid: Type.Optional(
          Type.Integer({
            minimum: 0,
            maximum: 2147483647,
            description: 'Its grid: the same failure in another grid is another group; absent: the one with most jobs',
          })
        ),
      },
      { additionalProperties: false }
    ),
    status: 200,
    response: FailureGroup,
  },
  decideFailure: {
    method: 'POST',
    path: '/api/v1/failures/:key/acts',
    summary: 'Resolve, ignore, reopen, annotate or merge a group of failed jobs',
    ...BY_PEOPLE,
    params: Key,
    body: FailureActRequest,
    status: 200,
    response: FailureGroup,
  },
} as const satisfies Record<string, Endpoint>;
