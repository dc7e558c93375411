import type { Logger } from 'pino';
import type { Database } from '../database/database';
import type { RetentionLimit } from './daysToDrop';

/** What is kept of each kind. */
export interface Retention {
  jobs: RetentionLimit;
  logs: RetentionLimit;
  /** Of nodes, in steps. */
  stats: RetentionLimit;
  /** The samples themselves; null = as long as their steps. */
  sampleDays: number | null;
  /** null = all events of the audit trail. */
  auditDays: number | null;
}

export interface RetentionDeps {
  database: Database;
  gid: number;
  retention: Retention;
  now: () => number;
  log: Logger;
}
