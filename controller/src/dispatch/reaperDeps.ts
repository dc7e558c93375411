import type { Logger } from 'pino';
import type { Database } from '../database/database';
import type { UsableTime } from '../timing/usableTime';
import type { Ended } from '../jobs/endJobs';

/** What ending jobs that nobody runs any more needs. */
export interface ReaperDeps {
  database: Database;
  gid: number;
  leaseMs: number;
  now: () => number;
  /** Which time counts. */
  usable: UsableTime;
  log: Logger;
  /** Told once it is stored. */
  onEnded: (ended: Ended[]) => void;
}
