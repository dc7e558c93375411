import { LIMITS, type LogList } from '@openvcloud/contract';
import type { Call, Handlers } from '../http/handler';
import type { Services } from './services';
import { logQuestion, refuseNul } from '../query/question';
import { findJobOfLines } from '../jobs/jobs';
import { countLines } from '../logs/countLines';
import { listLogs, type LogListRequest } from '../logs/logs';
import type { JobOfLines } from '../logs/logStart';
import { sayDropped } from './sayDropped';
import { tellPlan } from './tellPlan';

export function logRoutes(services: Services): Handlers<'listJobLogs' | 'listLogs' | 'countLogs'> {
  const { database, now } = services;
  return {
    listJobLogs: async ({ params: { guid }, query, caller, signal }) => {
      refuseNul(guid, 'guid');
      const question = logQuestion(query);
      const job = await findJobOfLines(database, caller.gid, guid, { signal });
      const list = await linesOf({ ...query, question }, job, signal);
      return { ...list, coverage: sayDropped(list.coverage, job) };
    },
    listLogs: ({ query, signal }) => linesOf({ ...query, question: logQuestion(query) }, null, signal),
    countLogs: async ({ query, caller, signal }) => {
      const { guid, bucketMs } = query;
      refuseNul(guid, 'guid');
      const question = logQuestion(query);
      const job = guid === undefined ? null : await findJobOfLines(database, caller.gid, guid, { signal });
      return countLines(database, { question, bucketMs }, job, now(), signal);
    },
  };

  async function linesOf(
    request: LogListRequest & Pick<LogsQuery, 'limit'>,
    job: JobOfLines | null,
    signal: AbortSignal
  ): Promise<LogList> {
    const limit = request.limit ?? LIMITS.defaultPageRows;
    return tellPlan(services, await listLogs(database, request, job, limit, now(), signal));
  }
}

type LogsQuery = Call<'listJobLogs' | 'listLogs'>['query'];
