import { performAct } from '../acts/performAct';
import { ApiError } from '../errors/errors';
import type { Handlers } from '../http/handler';
import { LEASE_MS } from '../timing/leaseTimes';
import type { Services } from './services';
import { storable } from '../text/storable';
import { giveIdentity } from '../nodes/identities';
import { findNode, listNodes } from '../nodes/nodes';
import { endWaitingFor, setNodeStatus } from '../nodes/nodeStatus';
import { listQueues } from '../nodes/queues';
import { listSources } from '../sources/sources';

export function nodeRoutes(
  services: Services
): Handlers<'listNodes' | 'setNodeStatus' | 'setNodeIdentity' | 'listQueues' | 'listSources'> {
  const { database, config, now, usable } = services;
  const { gid } = config;
  const liveAfter = () => usable.liveAfter(now(), LEASE_MS);
  return {
    listNodes: ({ caller, signal }) => listNodes(database, caller.gid, now(), liveAfter(), signal),

    setNodeStatus: async (call) => {
      const { nid } = call.params;
      const { status } = call.body;
      return performAct(services, call, { action: 'node.setStatus', target: String(nid) }, async (transaction) => {
        const former = await setNodeStatus(transaction, gid, nid, status);
        if (former === undefined) {
          throw new ApiError('UNKNOWN_NODE', `Expected the nid of a node, got ${nid}.`);
        }
        const ended = status === 'DECOMMISSIONED' ? await endWaitingFor(transaction, gid, nid, now()) : [];
        const node = await findNode(transaction, gid, nid, liveAfter());
        return { answer: JSON.stringify(node), details: { from: former, to: status, jobsEnded: ended.length }, ended };
      });
    },

    setNodeIdentity: async (call) => {
      const { nid } = call.params;
      const gift = { name: call.body.name && storable(call.body.name), roles: call.body.roles?.map(storable) };
      return performAct(services, call, { action: 'node.setIdentity', target: String(nid) }, async (transaction) => {
        const given = await giveIdentity(transaction, { gid, nid }, gift, { by: 'ADMIN' });
        const node = await findNode(transaction, gid, nid, liveAfter());
        if (node === undefined) {
          throw new ApiError('UNKNOWN_NODE', `Expected the nid of a node, got ${nid}.`);
        }
        return { answer: JSON.stringify(node), details: { ...given } };
      });
    },

    listSources: ({ caller, signal }) => listSources(database, caller.gid, now(), { signal }),

    listQueues: ({ caller, signal }) => listQueues(database, caller.gid, now(), liveAfter(), signal),
  };
}
