import type { ExecutionContext } from '../jobs/planExecution';
import { newGuid } from '../text/guid';
import { LEASE_MS } from '../timing/leaseTimes';
import type { UsableTime } from '../timing/usableTime';

export interface ExecutionDeps {
  now: () => number;
  usable: UsableTime;
}

/** For jobs that `user` asks for now. */
export function executionContext({ now, usable }: ExecutionDeps, user: string): ExecutionContext {
  const moment = now();
  return { now: moment, liveAfter: usable.liveAfter(moment, LEASE_MS), user, newGuid };
}
