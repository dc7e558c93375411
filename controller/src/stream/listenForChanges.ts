import type { Logger } from 'pino';
import type { Database } from '../database/database';
import { pause } from '../timing/pause';

/** PostgreSQL channel on which controllers tell each other that something was committed; what, says the journal. */
export const CHANGES_CHANNEL = 'openvcloud_changes';
const RECONNECT_MS = 1_000;

/** Wakes whenever a controller on this database committed something; reconnects until `signal` is aborted. */
export async function listenForChanges(
  database: Database,
  wake: () => void,
  log: Logger,
  signal: AbortSignal
): Promise<void> {
  while (!signal.aborted) {
    try {
      await listenOnce(database, wake, signal);
    } catch (error) {
      log.warn(
        { err: error },
        'not told of changes: the database connection broke; the feed looks by itself meanwhile'
      );
      await pause(RECONNECT_MS, signal);
    }
  }
}

/** Resolves when `signal` is aborted, throws when the connection breaks. */
async function listenOnce(database: Database, wake: () => void, signal: AbortSignal): Promise<void> {
  const client = await database.connect();
  try {
    const broken = new Promise<void>((resolve, reject) => {
      client.on('error', reject);
      client.on('end', () => reject(new Error('expected the connection to stay open, it was closed')));
      signal.addEventListener('abort', () => resolve(), { once: true });
      if (signal.aborted) {
        resolve();
      }
    });
    // The rejection may come before anybody awaits it.
    broken.catch(() => undefined);
    client.on('notification', wake);
    await client.query(`listen ${CHANGES_CHANNEL}`);
    // Whatever was announced while nobody listened.
    wake();
    await broken;
  } finally {
    await client.end().catch(() => undefined);
  }
}
