import type { Logger } from 'pino';
import type { Config } from './config';
import type { Database } from './database/database';
import type { Tokens } from './store/tokens';

/** What handlers work with. Built once by main.ts, and by the tests on a database of their own. */
export interface Services {
  config: Config;
  database: Database;
  tokens: Tokens;
  log: Logger;
  /** Epoch milliseconds. */
  now: () => number;
  startedAt: number;
  /** Aborted when the controller stops: long polls answer at once. */
  stopping: AbortSignal;
}
