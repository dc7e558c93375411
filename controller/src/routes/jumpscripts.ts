import type { Handlers } from '../http/handler';
import type { Services } from '../services';
import { refuseNul } from '../store/filterSql';
import { findJumpScript, listJumpScripts } from '../store/jumpscripts';

export function jumpscriptRoutes({ config, database, now }: Services): Handlers<'listJumpScripts' | 'getJumpScript'> {
  return {
    listJumpScripts: ({ query, signal }) => listJumpScripts(database, query, now(), signal),
    getJumpScript: async ({ params: { id }, query: { version }, signal }) => {
      refuseNul(id, 'id');
      return findJumpScript(database, config.gid, id, version, signal);
    },
  };
}
