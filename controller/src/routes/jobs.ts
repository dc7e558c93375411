import { LIMITS } from '@openvcloud/contract';
import { RawAnswer, type Handlers } from '../http/handler';
import type { Services } from './services';
import { jobQuestion, refuseNul } from '../query/question';
import { findJob, listJobs } from '../jobs/jobs';
import { jobJson } from '../jobs/jobJson';

export function jobRoutes({ database, now }: Services): Handlers<'listJobs' | 'getJob'> {
  return {
    listJobs: ({ query, signal }) =>
      listJobs(
        database,
        { ...query, question: jobQuestion(query) },
        query.limit ?? LIMITS.defaultPageRows,
        now(),
        signal
      ),
    getJob: async ({ params: { guid }, caller, signal }) => {
      refuseNul(guid, 'guid');
      return new RawAnswer(
        'application/json; charset=utf-8',
        jobJson(await findJob(database, caller.gid, guid, { signal }))
      );
    },
  };
}
