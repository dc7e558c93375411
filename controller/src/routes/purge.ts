import { performPurge } from '../acts/performPurge';
import type { Handlers } from '../http/handler';
import type { Services } from './services';
import { countUnfinished } from '../acts/purge';

export function purgeRoutes(services: Services): Handlers<'purgeJobs'> {
  const { database, config } = services;
  return {
    purgeJobs: async ({ query: { olderThan }, signal, ...call }) => {
      const gone = await performPurge(services, call, olderThan, signal);
      return { olderThan, ...gone, unfinished: await countUnfinished(database, config.gid, olderThan) };
    },
  };
}
