import type { Logger } from 'pino';
import type { Database } from '../database/database';
import type { Ended } from '../jobs/endJobs';

/** What ending jobs that nobody runs any more needs. */
export interface ReaperDeps {
  database: Database;
  gid: number;
  leaseMs: number;
  now: () => number;
  log: Logger;
  /** Told once it is stored. */
  onEnded: (ended: Ended[]) => void;
}
