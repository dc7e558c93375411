import type { BulkAct } from '@openvcloud/contract';
import { insertBulkAct, moveBulkAct, readBulkAct } from '../acts/bulk/bulkActs';
import { chooseJobs } from '../acts/bulk/chooseJobs';
import { performAct, type Done } from '../acts/performAct';
import type { Transaction } from '../database/queryable';
import type { Call, Handlers } from '../http/handler';
import { refuseNul } from '../query/question';
import { newGuid } from '../text/guid';
import type { Services } from './services';

/** What people do to many jobs at once: chosen and counted first, then acted on by the controller itself. */
export function bulkActRoutes(
  services: Services
): Handlers<'prepareBulkAct' | 'getBulkAct' | 'startBulkAct' | 'stopBulkAct'> {
  const { database, config, now } = services;
  const { gid } = config;
  const move = async (
    transaction: Transaction,
    call: Call<'startBulkAct' | 'stopBulkAct'>,
    to: 'RUNNING' | 'STOPPED'
  ) => {
    const { guid } = call.params;
    refuseNul(guid, 'guid');
    await moveBulkAct(transaction, gid, guid, { to, reason: call.reason, now: now() });
    return answerOf(await readBulkAct(transaction, gid, guid));
  };
  return {
    prepareBulkAct: async (call) => {
      const { body, caller, ip, onBehalfOf } = call;
      const { name: user, role, tokenId } = caller;
      return performAct(services, call, { action: 'bulk.prepare', target: body.action }, async (transaction) => {
        const timeCreate = now();
        const jobs = await chooseJobs(database, gid, body, { now: timeCreate, signal: call.signal });
        const who = { user, role, tokenId, ip, onBehalfOf: onBehalfOf ?? null };
        const guid = newGuid(timeCreate);
        const { action, guids, ...filter } = body;
        const asked = guids === undefined ? filter : { guids: guids.length };
        await insertBulkAct(transaction, gid, { guid, action, asked, ...who, timeCreate }, jobs);
        const done = answerOf(await readBulkAct(transaction, gid, guid));
        return { ...done, details: { ...done.details, asked } };
      });
    },

    getBulkAct: async ({ params: { guid } }) => {
      refuseNul(guid, 'guid');
      return readBulkAct(database, gid, guid);
    },

    startBulkAct: async (call) =>
      performAct(services, call, { action: 'bulk.start', target: call.params.guid }, (transaction) =>
        move(transaction, call, 'RUNNING')
      ),

    stopBulkAct: async (call) =>
      performAct(services, call, { action: 'bulk.stop', target: call.params.guid }, (transaction) =>
        move(transaction, call, 'STOPPED')
      ),
  };
}

function answerOf(act: BulkAct): Done {
  const { guid, action, total, done } = act;
  return { answer: JSON.stringify(act), details: { guid, action, total, done } };
}
