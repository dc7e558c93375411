import type { AuditAction, EndpointName } from '@openvcloud/contract';
import type { RefusalTrail, RefusedRequest } from '../http/refusalTrail';
import { PerMinute } from '../http/perMinute';
import type { ApiError } from '../errors/errors';
import type { ActDeps } from './actDeps';
import { writeAudit } from './audit';

/** What is left in the audit trail of one token's refused acts in a minute; a script gone wild must not fill the database. */
const EVENTS_PER_MINUTE = 20;

/** What each endpoint that changes something is called in the audit trail. */
export const ACTIONS: Partial<Record<EndpointName, AuditAction>> = {
  executeJob: 'job.execute',
  purgeJobs: 'job.purge',
  cancelJob: 'job.cancel',
  rerunJob: 'job.rerun',
  cancelBatch: 'batch.cancel',
  rerunBatch: 'batch.rerun',
  prepareBulkAct: 'bulk.prepare',
  startBulkAct: 'bulk.start',
  stopBulkAct: 'bulk.stop',
  decideFailure: 'failure.decide',
  setNodeStatus: 'node.setStatus',
  setNodeIdentity: 'node.setIdentity',
  createToken: 'token.create',
  deleteToken: 'token.delete',
};

/** Leaves a trail of acts that are refused before they are tried: by somebody's role, or for what was sent. Reads leave a number only. */
export class RefusedActs implements RefusalTrail {
  private readonly events: PerMinute;
  private readonly deps: ActDeps;

  constructor(deps: ActDeps) {
    this.deps = deps;
    this.events = new PerMinute(deps.now);
  }

  async note(
    name: EndpointName,
    { caller, ip, requestId, path }: RefusedRequest,
    refusal: Pick<ApiError, 'code' | 'detail'>
  ): Promise<void> {
    const action = ACTIONS[name];
    const count = action === undefined ? Infinity : this.events.count(caller.tokenId);
    if (action === undefined || count > EVENTS_PER_MINUTE) {
      return;
    }
    const { database, config, now, log } = this.deps;
    const event = {
      time: now(),
      user: caller.name,
      role: caller.role,
      tokenId: caller.tokenId,
      ip,
      action,
      target: path,
      outcome: refusal.code,
      details: {
        detail: refusal.detail,
        ...(count === EVENTS_PER_MINUTE
          ? {
              more: 'further refusals of this token within a minute of its first are counted only: in openvcloud_auth_failures_total, or in openvcloud_http_request_duration_seconds',
            }
          : {}),
      },
      requestId,
    };
    await writeAudit(database, config.gid, event).catch((err: unknown) =>
      log.error({ err, ...event }, 'a refused act is missing from the audit trail')
    );
  }
}
