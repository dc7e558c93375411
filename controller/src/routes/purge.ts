import { ApiError } from '../errors';
import type { Handlers } from '../http/handler';
import { toApiError } from '../http/toApiError';
import type { Services } from '../services';
import { writeAudit } from '../store/audit';
import { countUnfinished, purgeJobs } from '../store/purge';

export function purgeRoutes({ database, config: { gid }, now }: Services): Handlers<'purgeJobs'> {
  return {
    /** Not one transaction: what is gone stays gone when the caller leaves, and the audit trail says how much that was. */
    purgeJobs: async ({ query: { olderThan }, caller, ip, requestId, signal }) => {
      const done = { jobs: 0, logLines: 0 };
      let outcome = 'OK';
      try {
        if (olderThan > now()) {
          throw new ApiError('BAD_TIME_RANGE', `Expected olderThan in the past, got ${olderThan}; it is ${now()}.`);
        }
        await purgeJobs(
          database,
          gid,
          olderThan,
          ({ jobs, logLines }) => {
            done.jobs += jobs;
            done.logLines += logLines;
          },
          signal
        );
        if (signal.aborted) {
          throw new ApiError('REQUEST_ABANDONED', 'Expected the caller to wait for the end of the purge.');
        }
      } catch (error) {
        outcome = toApiError(error).code;
        throw error;
      } finally {
        await writeAudit(database, gid, {
          time: now(),
          user: caller.name,
          role: caller.role,
          tokenId: caller.tokenId,
          ip,
          action: 'job.purge',
          target: new Date(Math.min(olderThan, 8.64e15)).toISOString(),
          outcome,
          details: { olderThan, ...done },
          requestId,
        });
      }
      return { olderThan, ...done, unfinished: await countUnfinished(database, gid, olderThan) };
    },
  };
}
