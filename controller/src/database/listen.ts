import type { Client } from 'pg';
import type { Logger } from 'pino';
import { pause } from '../timing/pause';
import { endConnection } from './connection';
import type { Database } from './database';
import { askAtOnce } from './runStatement';

const RECONNECT_MS = 1_000;
/** A connection that nobody asks anything may be dead without a word: this one is asked so often. */
const ASK_EVERY_MS = 10_000;

export interface Channel {
  name: string;
  /** Told of every notice. */
  onNotice: (payload: string | undefined) => void;
  /** Told whenever listening has begun: of whatever was announced before nobody was told. */
  onListening: () => void;
  /** Logged when the connection broke: what does not work meanwhile. */
  brokenWords: string;
}

/** Listens on a channel of PostgreSQL, on a connection that is renewed whenever it is dead, until `signal` is aborted. */
export async function listen(database: Database, channel: Channel, log: Logger, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      await listenOnce(database, channel, signal);
    } catch (error) {
      log.warn({ err: error }, channel.brokenWords);
    }
    await pause(RECONNECT_MS, signal);
  }
}

/** Resolves when `signal` is aborted, throws when the connection breaks. */
async function listenOnce(database: Database, channel: Channel, signal: AbortSignal): Promise<void> {
  const client = await database.connect();
  try {
    const isBroken = brokenSignal(client);
    client.on('notification', ({ payload }) => channel.onNotice(payload));
    await askAtOnce(client, { text: `listen ${channel.name}`, values: [] });
    channel.onListening();
    const isOver = AbortSignal.any([signal, isBroken]);
    while (!isOver.aborted) {
      await pause(ASK_EVERY_MS, isOver);
      if (!isOver.aborted) {
        await askAtOnce(client, { text: 'select 1', values: [] });
      }
    }
    if (!signal.aborted) {
      isBroken.throwIfAborted();
    }
  } finally {
    await endConnection(client);
  }
}

function brokenSignal(client: Client): AbortSignal {
  const broken = new AbortController();
  client.on('error', (error) => broken.abort(error));
  client.on('end', () => broken.abort(new Error('expected the connection to stay open, it was closed')));
  return broken.signal;
}
