import type { Database } from '../database/database';
import { CHANGES_CHANNEL } from './listenForChanges';

/**
 * At most so often a controller tells the others that it committed something. NOTIFY inside the transaction would make
 * every commit wait for every other one; a notice of its own, after the commit, costs the writers nothing. One that is
 * lost is made up for: whoever follows looks by itself every second.
 */
const ANNOUNCE_EVERY_MS = 25;

export function announceChanges(database: Database, stopping: AbortSignal): void {
  let isPlanned = false;
  let lastAt = 0;
  const announce = () => {
    isPlanned = false;
    lastAt = performance.now();
    if (!stopping.aborted) {
      database
        .query({ text: `notify ${CHANGES_CHANNEL}`, values: [] }, { name: 'announce_changes' })
        .catch(() => undefined);
    }
  };
  database.onCommit(() => {
    if (!isPlanned) {
      isPlanned = true;
      setTimeout(announce, Math.max(0, lastAt + ANNOUNCE_EVERY_MS - performance.now())).unref();
    }
  });
}
