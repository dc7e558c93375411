import { LIMITS, type LogList } from '@openvcloud/contract';
import type { Call, Handlers } from '../http/handler';
import type { Services } from './services';
import { logQuestion, refuseNul } from '../query/question';
import { findJobOfLines } from '../jobs/jobs';
import { listLogs } from '../logs/logs';
import type { JobOfLines } from '../logs/logStart';
import { sayDropped } from './sayDropped';
import { tellPlan } from './tellPlan';

export function logRoutes(services: Services): Handlers<'listJobLogs' | 'listLogs'> {
  const { database, now } = services;
  return {
    listJobLogs: async ({ params: { guid }, query, caller, signal }) => {
      refuseNul(guid, 'guid');
      const job = await findJobOfLines(database, caller.gid, guid, { signal });
      const list = await linesOf(query, job, signal);
      return { ...list, coverage: sayDropped(list.coverage, job) };
    },
    listLogs: ({ query, signal }) => linesOf(query, null, signal),
  };

  async function linesOf(query: LogsQuery, job: JobOfLines | null, signal: AbortSignal): Promise<LogList> {
    const request = { ...query, question: logQuestion(query) };
    const limit = query.limit ?? LIMITS.defaultPageRows;
    return tellPlan(services, await listLogs(database, request, job, limit, now(), signal));
  }
}

type LogsQuery = Call<'listJobLogs' | 'listLogs'>['query'];
