import type { Logger } from 'pino';
import type { Client } from 'pg';
import type { Database } from '../database/database';
import { parseWorkNotice, WORK_CHANNEL } from '../journal/workNotices';
import { pause } from '../timing/pause';
import type { WorkWaiters } from './workWaiters';

const RECONNECT_MS = 1_000;

/** Wakes waiting polls when any controller on this database announces work; reconnects until `signal` is aborted. */
export async function listenForWork(
  database: Database,
  gid: number,
  waiters: WorkWaiters,
  log: Logger,
  signal: AbortSignal
): Promise<void> {
  while (!signal.aborted) {
    try {
      await listenOnce(database, gid, waiters, signal);
    } catch (error) {
      log.warn(
        { err: error },
        'not told of new work: the database connection broke; polls look by themselves meanwhile'
      );
    }
    await pause(RECONNECT_MS, signal);
  }
}

/** Resolves when `signal` is aborted, throws when the connection breaks. */
async function listenOnce(database: Database, gid: number, waiters: WorkWaiters, signal: AbortSignal): Promise<void> {
  const client = await database.connect();
  try {
    const broken = connectionEnd(client, signal);
    client.on('notification', ({ payload }) => {
      const notice = parseWorkNotice(payload);
      if (notice === undefined) {
        waiters.wakeAll();
      } else if (notice.gid === gid) {
        waiters.wake(notice);
      }
    });
    await client.query(`listen ${WORK_CHANNEL}`);
    // Whatever was announced while nobody listened.
    waiters.wakeAll();
    await broken;
  } finally {
    await client.end().catch(() => undefined);
  }
}

function connectionEnd(client: Client, signal: AbortSignal): Promise<void> {
  const ended = new Promise<void>((resolve, reject) => {
    client.on('error', reject);
    client.on('end', () => reject(new Error('expected the connection to stay open, it was closed')));
    if (signal.aborted) {
      resolve();
    }
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
  // The rejection may come before anybody awaits it.
  ended.catch(() => undefined);
  return ended;
}
