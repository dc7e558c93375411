import type { WorkResponse } from '@openvcloud/contract';
import type { Database } from '../database/database';
import { assignJobs, handBack, isWorkWaiting, type Taker } from './assignments';
import { unknownToken } from '../http/authenticate';
import type { RunningWork } from '../http/runningWork';
import { takeCancels } from '../acts/cancels';
import type { WorkWaiters } from './workWaiters';

export interface PollDeps {
  database: Database;
  waiters: WorkWaiters;
  now: () => number;
  leaseMs: number;
  stopping: AbortSignal;
  running: RunningWork;
}

/** Polls look by themselves this often, should a notice have been lost. */
const LOOK_AGAIN_MS = 10_000;
/** Sooner while jobs are there that others have locked, mostly for some milliseconds; less often the longer that takes. */
const LOOK_SOON_MS = 10;
const LOOK_SOON_AT_MOST_MS = 1_000;

/** What may end a poll before its time: its connection, or its token. */
export interface PollEnds {
  gone: AbortSignal;
  revoked: AbortSignal;
}

/** Waits up to `waitMs` for jobs, or for jobs to kill, and takes them. */
export async function pollWork(
  deps: PollDeps,
  taker: Taker,
  waitMs: number,
  { gone, revoked }: PollEnds
): Promise<WorkResponse> {
  const giveUpAt = performance.now() + waitMs;
  const isOver = () => gone.aborted || deps.stopping.aborted;
  let soonMs = LOOK_SOON_MS;
  for (;;) {
    // Entered before looking, so that work announced in between is not missed.
    const place = deps.waiters.enter(taker);
    try {
      const jobs = await assignJobs(deps.database, taker, deps.now(), deps.leaseMs);
      const cancel = await takeCancels(deps.database, taker.gid, taker.nid, taker.sessionId);
      const leftMs = giveUpAt - performance.now();
      const hasFound = jobs.length > 0 || cancel.length > 0;
      if (hasFound || leftMs <= 0 || isOver()) {
        return { jobs, cancel };
      }
      const isLocked = await isWorkWaiting(deps.database, taker, deps.now());
      await place.wait(Math.min(leftMs, isLocked ? soonMs : LOOK_AGAIN_MS), [gone, deps.stopping, revoked]);
      soonMs = isLocked ? Math.min(2 * soonMs, LOOK_SOON_AT_MOST_MS) : LOOK_SOON_MS;
      if (revoked.aborted) {
        throw unknownToken();
      }
      if (isOver()) {
        return { jobs: [], cancel: [] };
      }
    } finally {
      place.leave();
    }
  }
}

/** Jobs whose answer was never written go back at once: no agent has them. */
export function handBackUndelivered(
  deps: PollDeps & { onError: (error: unknown) => void },
  taker: Taker,
  { jobs }: WorkResponse,
  gone: AbortSignal
): void {
  if (jobs.length === 0) {
    return;
  }
  const giveBack = () => {
    const guids = jobs.map(({ guid }) => guid);
    deps.running.track(handBack(deps.database, taker, guids)).catch(deps.onError);
  };
  if (gone.aborted) {
    giveBack();
  } else {
    gone.addEventListener('abort', giveBack, { once: true });
  }
}
