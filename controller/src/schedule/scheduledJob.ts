import { newGuid } from '../text/guid';
import { jobTimeout } from '../jobs/jobTimeout';
import { UNASKED, type NewJob } from '../jobs/newJob';
import type { CurrentScript } from './currentScripts';

/** Who asked, for jobs that nobody asked for. */
export const SCHEDULE_USER = 'schedule';

/** A job that the controller makes by itself. */
export function scheduledJob(script: CurrentScript, node: { nid: number; name: string }, now: number): NewJob {
  return {
    ...UNASKED,
    guid: newGuid(now),
    timeCreate: now,
    nid: node.nid,
    nodeName: node.name,
    roles: script.roles,
    queue: script.queue,
    args: '{}',
    timeoutSeconds: jobTimeout(script.queue, script.timeoutSeconds),
    user: SCHEDULE_USER,
    log: script.log,
    script,
  };
}

const HEALTH_CHECK = 'monitor.healthcheck';

/** What people said of the node decides what runs there by itself. */
export function mayRunOn(script: Pick<CurrentScript, 'category'>, status: string): boolean {
  return status === 'ENABLED' || (status === 'MAINTENANCE' && script.category !== HEALTH_CHECK);
}
