import { LIMITS } from '@openvcloud/contract';
import type { Call, Handlers } from '../http/handler';
import type { Services } from './services';
import { logQuestion, refuseNul } from '../query/question';
import { findJobOfLines } from '../jobs/jobs';
import { listLogs, type LogListRequest } from '../logs/logs';
import { sayDropped } from './sayDropped';

export function logRoutes({ database, now }: Services): Handlers<'listJobLogs' | 'listLogs'> {
  return {
    listJobLogs: async ({ params: { guid }, query, caller, signal }) => {
      refuseNul(guid, 'guid');
      const job = await findJobOfLines(database, caller.gid, guid, { signal });
      const list = await listLogs(
        database,
        toRequest(query),
        job,
        query.limit ?? LIMITS.defaultPageRows,
        now(),
        signal
      );
      return { ...list, coverage: sayDropped(list.coverage, job) };
    },
    listLogs: ({ query, signal }) =>
      listLogs(database, toRequest(query), null, query.limit ?? LIMITS.defaultPageRows, now(), signal),
  };
}

function toRequest(query: Call<'listJobLogs' | 'listLogs'>['query']): LogListRequest {
  return { ...query, question: logQuestion(query) };
}
