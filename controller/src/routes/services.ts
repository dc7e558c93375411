import type { Logger } from 'pino';
import type { Admission } from '../acts/admission';
import type { Database } from '../database/database';
import type { Pulse } from '../database/pulse';
import type { WorkWaiters } from '../dispatch/workWaiters';
import type { Retention } from '../retention/retention';
import type { RunningWork } from '../http/runningWork';
import type { Metrics } from '../metrics/metrics';
import type { RevocationWatch } from '../tokens/revocationWatch';
import type { Tokens } from '../tokens/tokens';
import type { UsableTime } from '../timing/usableTime';
import type { Tracing } from '../tracing/tracing';

/** What handlers work with. */
export interface Services {
  config: { gid: number; retention: Retention };
  database: Database;
  log: Logger;
  /** Epoch milliseconds. */
  now: () => number;
  /** Aborted when the controller stops: long polls answer at once. */
  stopping: AbortSignal;
  /** Absent: nothing is traced. */
  tracing?: Tracing | undefined;
  tokens: Tokens;
  metrics: Metrics;
  /** The agents' long polls that wait for work. */
  waiters: WorkWaiters;
  /** Ends what revoked tokens hold open. */
  revocations: RevocationWatch;
  /** Begun for requests, not ended yet. */
  running: RunningWork;
  startedAt: number;
  /** Which time counts when somebody is judged by it. */
  usable: UsableTime;
  /** Writes it, and says whether the database can be used. */
  pulse: Pulse;
  /** Lets acts in as fast as they get done. */
  admission: Admission;
}
