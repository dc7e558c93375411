import type pg from 'pg';
import { endConnection } from './connection';
import type { Database } from './database';
import type { Queryable } from './queryable';

/** One moment of the database, read for as long as it takes, on a connection of its own. */
export interface Snapshot extends Queryable {
  close(): Promise<void>;
}

export interface SnapshotOptions {
  /** Longest time one statement may take. */
  statementMs: number;
  /** Aborting cancels the statement that runs, and refuses the next, with the reason given. */
  signal: AbortSignal;
}

/** Held shared by every snapshot; exclusively by what would make all other readers wait for the snapshots to end. */
export const SNAPSHOT_LOCK = 7_238_005;

export async function openSnapshot(database: Database, { statementMs, signal }: SnapshotOptions): Promise<Snapshot> {
  signal.throwIfAborted();
  const client = await database.connect();
  try {
    await client.query(`set statement_timeout = ${statementMs}; set jit = off; set lock_timeout = '30s'`);
    // Before the transaction: whoever changes partitions now is done when the moment begins.
    await client.query('select pg_advisory_lock_shared($1)', [SNAPSHOT_LOCK]);
    await client.query('begin transaction isolation level repeatable read, read only');
    const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
    return snapshotOn(client, signal, async () => {
      await database.query({ text: 'select pg_cancel_backend($1)', values: [rows[0]?.pid] });
    });
  } catch (error) {
    await endConnection(client);
    throw error;
  }
}

function snapshotOn(client: pg.Client, signal: AbortSignal, cancel: () => Promise<void>): Snapshot {
  return {
    query: async <Row extends pg.QueryResultRow>({ text, values }: { text: string; values: readonly unknown[] }) => {
      signal.throwIfAborted();
      // A cancel that fails leaves the statement to its budget.
      const stop = () => void cancel().catch(() => undefined);
      signal.addEventListener('abort', stop, { once: true });
      try {
        return (await client.query<Row>(text, [...values])).rows;
      } catch (error) {
        signal.throwIfAborted();
        throw error;
      } finally {
        signal.removeEventListener('abort', stop);
      }
    },
    close: () => endConnection(client),
  };
}
