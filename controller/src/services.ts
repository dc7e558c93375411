import type { Config } from './config';
import { RevocationWatch } from './tokens/revocationWatch';
import { RunningWork } from './http/runningWork';
import { Metrics } from './metrics/metrics';
import { Tokens } from './tokens/tokens';
import { announceChanges } from './stream/announceChanges';
import type { Services } from './routes/services';
import { WorkWaiters } from './dispatch/workWaiters';

/** The handlers' services, with all settings. */
export type ControllerServices = Services & { config: Config };

/** What everything starts from: settings, database, clock. */
type Foundation = Pick<ControllerServices, 'config' | 'database' | 'log' | 'now' | 'stopping' | 'tracing'>;

/** Production and tests build the same. */
export function buildServices(foundation: Foundation): ControllerServices {
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
