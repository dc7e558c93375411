import { Socket } from 'node:net';
import type pg from 'pg';

/** A server that has not closed the connection by then is not waited for. */
const GOODBYE_MS = 1_000;

/**
 * Ends a connection at once, without a word to a server that may not be there any more. The statement on it fails with
 * `reason`, and its pool forgets it.
 */
export function destroyConnection(client: pg.ClientBase, reason: Error): void {
  socketOf(client)?.destroy(reason);
}

/** Says goodbye and resolves when the connection is closed: within a second, whatever the server does. */
export async function endConnection(client: pg.Client): Promise<void> {
  const timer = setTimeout(() => socketOf(client)?.destroy(), GOODBYE_MS);
  try {
    await client.end();
  } finally {
    clearTimeout(timer);
  }
}

/** pg sets processID when it connects, but its types leave it out. */
export function backendPid(client: pg.ClientBase): number {
  const pid: unknown = Reflect.get(client, 'processID');
  if (typeof pid !== 'number') {
    throw new Error('expected a connected client with a processID');
  }
  return pid;
}

/** Its types leave that out, too. With TLS it is the TLS socket, which takes the plain one with it. */
function socketOf(client: pg.ClientBase): Socket | undefined {
  const connection: unknown = Reflect.get(client, 'connection');
  const stream: unknown =
    typeof connection === 'object' && connection !== null ? Reflect.get(connection, 'stream') : undefined;
  return stream instanceof Socket ? stream : undefined;
}
