import type { Logger } from 'pino';
import type { Database } from '../database/database';

/** What acts and their trail need. */
export interface ActDeps {
  database: Database;
  config: { gid: number };
  /** Epoch milliseconds. */
  now: () => number;
  log: Logger;
}
