import { LIMITS } from '@openvcloud/contract';
import type { Handlers } from '../http/handler';
import type { Services } from '../services';
import { refuseNul } from '../store/filterSql';
import { findJob } from '../store/jobs';
import { listLogs } from '../store/logs';

export function logRoutes({ database, now }: Services): Handlers<'listJobLogs' | 'listLogs'> {
  return {
    listJobLogs: async ({ params: { guid }, query, caller, signal }) => {
      refuseNul(guid, 'guid');
      const { gid } = await findJob(database, caller.gid, guid, { signal });
      return listLogs(database, query, { gid, guid }, query.limit ?? LIMITS.defaultPageRows, now(), signal);
    },
    listLogs: ({ query, signal }) =>
      listLogs(database, query, null, query.limit ?? LIMITS.defaultPageRows, now(), signal),
  };
}
