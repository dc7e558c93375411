import type { Config } from './config';
import { RevocationWatch } from './tokens/revocationWatch';
import { RunningWork } from './http/runningWork';
import { Admission } from './acts/admission';
import { Pulse } from './database/pulse';
import { Metrics } from './metrics/metrics';
import { DatabaseClock } from './timing/databaseClock';
import { UsableTime } from './timing/usableTime';
import { Tokens } from './tokens/tokens';
import { announceChanges } from './stream/announceChanges';
import type { Services } from './routes/services';
import { WorkWaiters } from './dispatch/workWaiters';

/** The handlers' services, with all settings. */
export type ControllerServices = Services & { config: Config };

/** What everything starts from: settings, database, clock. */
type Foundation = Pick<ControllerServices, 'config' | 'database' | 'log' | 'now' | 'stopping' | 'tracing'> & {
  /** Measured against the database. */
  clock?: DatabaseClock;
};

/** Production and tests build the same. */
export function buildServices({ clock = new DatabaseClock(), ...foundation }: Foundation): ControllerServices {
  const { config, database, log, now, stopping, tracing } = foundation;
  announceChanges(database, stopping);
  if (tracing !== undefined) {
    database.onTiming((name, seconds, error) => tracing.statement(name, seconds, error));
  }
  // Who asks is found out first: an agent is let in however many others wait.
  const tokens = new Tokens(database.first, config.gid, now);
  const usable = new UsableTime();
  const metrics = new Metrics(database, now);
  metrics.watchClock(clock);
  return {
    ...foundation,
    tokens,
    revocations: new RevocationWatch(tokens),
    metrics,
    usable,
    admission: new Admission(() => database.connections.unanswered()),
    pulse: new Pulse({ database, gid: config.gid, usable, clock, log }),
    waiters: new WorkWaiters(),
    running: new RunningWork(),
    startedAt: now(),
  };
}
