import type { FormerJob } from './reruns';
import { ANY_ROLE } from '../jobs/matchRoles';
import type { Execution } from '../jobs/planExecution';

/**
 * The same again: arguments as they were written, limits, tags, and the same target. A job that went to whichever node with
 * a role was free does so again; one of a batch stays on its node; a batch that found no node looks for all of them again.
 */
export function rerunOf(former: FormerJob): Execution {
  const { argsJson, queue, timeoutSeconds, tags, log, maxAttempts, backoffSeconds, guid } = former;
  const chain = { parentGuid: guid, chainGuid: former.chainGuid ?? guid };
  const settings = { argsJson, queue, timeoutSeconds, tags, log, maxAttempts, backoffSeconds, ...chain };
  if (former.wantedRole !== null) {
    return { ...settings, role: former.wantedRole };
  }
  if (former.nid !== null) {
    return { ...settings, nid: former.nid };
  }
  return { ...settings, role: former.roles[0] ?? ANY_ROLE, all: former.batchGuid !== null };
}
