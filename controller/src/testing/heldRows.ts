import type { Database } from '../database/database';
import type { Sql } from '../database/queryable';

/** Rows, or tables, that another transaction has locked. */
export interface HeldRows {
  /** Resolves when so many statements wait for them, or for others that wait. */
  isAwaited(by?: number): Promise<void>;
  /** In that transaction. */
  query(text: string): Promise<void>;
  /** Commits it; a second time does nothing. */
  release(): Promise<void>;
}

/** Locks what the statement locks, on a connection of its own, until it is released. */
export async function holdRows(database: Database, lock: Sql): Promise<HeldRows> {
  const client = await database.connect();
  await client.query('begin');
  await client.query(lock.text, [...lock.values]);
  let released: Promise<void> | undefined;
  return {
    isAwaited: async (by = 1) => {
      const text = `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
      while ((await database.query({ text, values: [] })).length < by) {
        // Not yet.
      }
    },
    query: async (text) => {
      await client.query(text);
    },
    release: () => (released ??= client.query('commit').then(() => client.end())),
  };
}
