import type { Handlers } from '../http/handler';
import type { Services } from '../services';
import { countJobs } from '../store/counts';
import { measureDurations } from '../store/durations';
import { listValues } from '../store/values';

export function countRoutes({ database, now }: Services): Handlers<'countJobs' | 'measureDurations' | 'listValues'> {
  return {
    countJobs: ({ query, signal }) => countJobs(database, query, now(), signal),
    measureDurations: ({ query, signal }) => measureDurations(database, query, now(), { signal }),
    listValues: ({ params: { field }, query: { limit, ...request }, signal }) =>
      listValues(database, field, request, limit ?? 100, now(), signal),
  };
}
