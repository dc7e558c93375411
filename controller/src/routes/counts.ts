import type { Handlers } from '../http/handler';
import type { Services } from './services';
import { countJobs } from '../counts/counts';
import { measureDurations } from '../counts/durations';
import { measureNodes } from '../nodes/nodeStats';
import { jobQuestion, nodeStatQuestion } from '../query/question';
import { listValues } from './values';

export function countRoutes({
  database,
  now,
}: Services): Handlers<'countJobs' | 'measureDurations' | 'measureNodes' | 'listValues'> {
  return {
    countJobs: ({ query, signal }) => countJobs(database, { ...query, question: jobQuestion(query) }, now(), signal),
    measureDurations: ({ query, signal }) =>
      measureDurations(database, { ...query, question: jobQuestion(query) }, now(), { signal }),
    measureNodes: ({ query: { filter, ...range }, signal }) =>
      measureNodes(database, { ...range, question: nodeStatQuestion({ filter }) }, now(), { signal }),
    listValues: ({ params: { field }, query: { limit, ...request }, signal }) =>
      listValues(database, field, request, limit ?? 100, now(), signal),
  };
}
