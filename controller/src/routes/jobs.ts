import { LIMITS } from '@openvcloud/contract';
import { RawAnswer, type Handlers } from '../http/handler';
import type { Services } from './services';
import { jobQuestion, refuseNul } from '../query/question';
import { findJob, listJobs } from '../jobs/jobs';
import { jobJson } from '../jobs/jobJson';
import { tellPlan } from './tellPlan';

export function jobRoutes(services: Services): Handlers<'listJobs' | 'getJob'> {
  const { database, now } = services;
  return {
    listJobs: async ({ query, signal }) => {
      const request = { ...query, question: jobQuestion(query) };
      return tellPlan(
        services,
        await listJobs(database, request, query.limit ?? LIMITS.defaultPageRows, now(), signal)
      );
    },
    getJob: async ({ params: { guid }, caller, signal }) => {
      refuseNul(guid, 'guid');
      return new RawAnswer(
        'application/json; charset=utf-8',
        jobJson(await findJob(database, caller.gid, guid, { signal }))
      );
    },
  };
}
