import { actorOf } from '../acts/actor';
import { performAct } from '../acts/performAct';
import { decideFailure } from '../failures/decideFailure';
import { findFailure, listFailures, unknownFailure } from '../failures/listFailures';
import { readingOf, type Read } from '../failures/readGroups';
import type { Handlers } from '../http/handler';
import { failureQuestion } from '../query/question';
import type { Services } from './services';

export function failureRoutes(services: Services): Handlers<'listFailures' | 'getFailure' | 'decideFailure'> {
  const { database, now, config } = services;
  const { gid } = config;
  return {
    listFailures: ({ query: { filter, q, from, to, ...request }, signal }) =>
      listFailures(database, { ...request, question: failureQuestion({ filter, q, from, to }) }, now(), signal),

    getFailure: async ({ params: { key }, query: { gid: asked = null }, caller, signal }) => {
      if (caller.gid !== null && asked !== null && asked !== caller.gid) {
        throw unknownFailure(key);
      }
      const read: Read = (sql, options) => database.read(sql, options);
      return findFailure(read, caller.gid ?? asked, key, now(), { signal });
    },

    decideFailure: async (call) => {
      const { key } = call.params;
      const { act, ...details } = call.body;
      return performAct(services, call, { action: `failure.${act}`, target: key }, async (transaction) => {
        await decideFailure(transaction, { gid, key, by: actorOf(call), now: now() }, call.body);
        const group = await findFailure(readingOf(transaction), gid, key, now(), {});
        return { answer: JSON.stringify(group), details: { ...details, status: group.status } };
      });
    },
  };
}
