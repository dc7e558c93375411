import { jobError } from './errorColumns';
import type { StoredJob } from './jobs';

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
    errorMessageTruncated,
    errorBacktrace,
    errorBacktraceTruncated,
    errorFile,
    errorLine,
    errorFunction,
    errorCode,
    errorSignature,
    ...rest
  } = job;
  return `${JSON.stringify({ ...rest, error: jobError(job) }).slice(0, -1)},"args":${args},"result":${result ?? 'null'}}`;
}
