import type { Logger } from 'pino';
import type { Database } from '../database/database';
import { listen } from '../database/listen';

/** PostgreSQL channel on which controllers tell each other that something was committed; what, says the journal. */
export const CHANGES_CHANNEL = 'openvcloud_changes';

/** Wakes whenever a controller on this database committed something, until `signal` is aborted. */
export function listenForChanges(
  database: Database,
  wake: () => void,
  log: Logger,
  signal: AbortSignal
): Promise<void> {
  const channel = {
    name: CHANGES_CHANNEL,
    onNotice: wake,
    onListening: wake,
    brokenWords: 'not told of changes: the database connection broke; the feed looks by itself meanwhile',
  };
  return listen(database, channel, log, signal);
}
