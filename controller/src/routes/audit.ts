import { LIMITS } from '@openvcloud/contract';
import type { Handlers } from '../http/handler';
import type { Services } from './services';
import { listAudit } from '../acts/audit';

export function auditRoutes({ database }: Services): Handlers<'listAudit'> {
  return {
    listAudit: ({ query, caller, signal }) =>
      listAudit(database, caller.gid, query, query.limit ?? LIMITS.defaultPageRows, signal),
  };
}
