import type { Logger } from 'pino';
import type { Config } from './config';
import type { Database } from './database/database';
import { RevocationWatch } from './tokens/revocationWatch';
import { RunningWork } from './http/runningWork';
import { Metrics } from './metrics/metrics';
import { Tokens } from './tokens/tokens';
import { announceChanges } from './stream/announceChanges';
import type { Tracing } from './tracing/tracing';
import { WorkWaiters } from './dispatch/workWaiters';

/** What everything starts from: settings, database, clock. */
export interface Foundation {
  config: Config;
  database: Database;
  log: Logger;
  /** Epoch milliseconds. */
  now: () => number;
  /** Aborted when the controller stops: long polls answer at once. */
  stopping: AbortSignal;
  /** Absent: nothing is traced. */
  tracing?: Tracing | undefined;
}

/** What handlers work with. Production and tests build the same. */
export interface Services extends Foundation {
  tokens: Tokens;
  metrics: Metrics;
  /** The agents' long polls that wait for work. */
  waiters: WorkWaiters;
  /** Ends what revoked tokens hold open. */
  revocations: RevocationWatch;
  /** Begun for requests, not ended yet. */
  running: RunningWork;
  startedAt: number;
}

export function buildServices(foundation: Foundation): Services {
  const { config, database, now, stopping, tracing } = foundation;
  announceChanges(database, stopping);
  if (tracing !== undefined) {
    database.onTiming((name, seconds, error) => tracing.statement(name, seconds, error));
  }
  const tokens = new Tokens(database, config.gid, now);
  return {
    ...foundation,
    tokens,
    revocations: new RevocationWatch(tokens),
    metrics: new Metrics(database, now),
    waiters: new WorkWaiters(),
    running: new RunningWork(),
    startedAt: now(),
  };
}
