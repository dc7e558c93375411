import { LIMITS } from '@openvcloud/contract';
import type { Handlers } from '../http/handler';
import type { Services } from './services';
import { refuseNul } from '../query/filterSql';
import { findJobOfLines } from '../jobs/jobs';
import { listLogs } from '../logs/logs';
import { sayDropped } from './sayDropped';

export function logRoutes({ database, now }: Services): Handlers<'listJobLogs' | 'listLogs'> {
  return {
    listJobLogs: async ({ params: { guid }, query, caller, signal }) => {
      refuseNul(guid, 'guid');
      const job = await findJobOfLines(database, caller.gid, guid, { signal });
      const list = await listLogs(database, query, job, query.limit ?? LIMITS.defaultPageRows, now(), signal);
      return { ...list, coverage: sayDropped(list.coverage, job) };
    },
    listLogs: ({ query, signal }) =>
      listLogs(database, query, null, query.limit ?? LIMITS.defaultPageRows, now(), signal),
  };
}
