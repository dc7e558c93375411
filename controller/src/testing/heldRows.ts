import type { Database, Sql } from '../database/database';

/** Rows that another transaction has locked. */
export interface HeldRows {
  /** Resolves when somebody waits for them. */
  isAwaited(): Promise<void>;
  /** In that transaction. */
  query(text: string): Promise<void>;
  /** Commits it; a second time does nothing. */
  release(): Promise<void>;
}

/** Locks what the statement locks, on a connection of its own, until it is released. */
export async function holdRows(database: Database, lock: Sql): Promise<HeldRows> {
  const client = await database.connect();
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
  await client.query('begin');
  await client.query(lock.text, [...lock.values]);
  let released: Promise<void> | undefined;
  return {
    isAwaited: async () => {
      const text = 'select 1 from pg_stat_activity where $1 = any(pg_blocking_pids(pid))';
      while ((await database.query({ text, values: [rows[0]?.pid] })).length === 0) {
        // Not yet.
      }
    },
    query: async (text) => {
      await client.query(text);
    },
    release: () => (released ??= client.query('commit').then(() => client.end())),
  };
}
