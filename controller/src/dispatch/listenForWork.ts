import type { Logger } from 'pino';
import type { Database } from '../database/database';
import { listen } from '../database/listen';
import { parseWorkNotice, WORK_CHANNEL } from '../journal/workNotices';
import type { WorkWaiters } from './workWaiters';

/** Wakes waiting polls when any controller on this database announces work, until `signal` is aborted. */
export function listenForWork(
  database: Database,
  gid: number,
  waiters: WorkWaiters,
  log: Logger,
  signal: AbortSignal
): Promise<void> {
  const channel = {
    name: WORK_CHANNEL,
    onNotice: (payload: string | undefined) => {
      const notice = parseWorkNotice(payload);
      if (notice === undefined) {
        waiters.wakeAll();
      } else if (notice.gid === gid) {
        waiters.wake(notice);
      }
    },
    onListening: () => waiters.wakeAll(),
    brokenWords: 'not told of new work: the database connection broke; polls look by themselves meanwhile',
  };
  return listen(database, channel, log, signal);
}
