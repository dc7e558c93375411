import type { Handlers } from '../http/handler';
import { LEASE_MS } from '../leaseTimes';
import type { Services } from '../services';
import { listNodes } from '../store/nodes';
import { listQueues } from '../store/queues';

export function nodeRoutes({ database, now }: Services): Handlers<'listNodes' | 'listQueues'> {
  return {
    listNodes: ({ signal }) => listNodes(database, now(), LEASE_MS, signal),
    listQueues: ({ signal }) => listQueues(database, now(), LEASE_MS, signal),
  };
}
