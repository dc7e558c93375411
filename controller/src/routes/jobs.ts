import { LIMITS, type JobError } from '@openvcloud/contract';
import { RawAnswer, type Handlers } from '../http/handler';
import type { Services } from '../services';
import { refuseNul } from '../store/filterSql';
import { findJob, listJobs, type StoredJob } from '../store/jobs';

export function jobRoutes({ database, now }: Services): Handlers<'listJobs' | 'getJob'> {
  return {
    listJobs: ({ query, signal }) => listJobs(database, query, query.limit ?? LIMITS.defaultPageRows, now(), signal),
    getJob: async ({ params: { guid }, signal }) => {
      refuseNul(guid, 'guid');
      return new RawAnswer('application/json; charset=utf-8', jobJson(await findJob(database, guid, { signal })));
    },
  };
}

/**
 * args and result go out as the JSON text they were stored as: reading and writing them again would change large
 * numbers, and cost memory.
 */
export function jobJson(job: StoredJob): string {
  const {
    args,
    result,
    errorType,
    errorMessage,
    errorBacktrace,
    errorFile,
    errorLine,
    errorFunction,
    errorCode,
    errorSignature,
    ...rest
  } = job;
  const error: JobError | null =
    errorType === null && errorMessage === null
      ? null
      : {
          message: errorMessage ?? '',
          type: errorType ?? '',
          backtrace: errorBacktrace,
          file: errorFile,
          line: errorLine,
          function: errorFunction,
          code: errorCode,
          signature: errorSignature ?? '',
        };
  return `${JSON.stringify({ ...rest, error }).slice(0, -1)},"args":${args},"result":${result ?? 'null'}}`;
}
