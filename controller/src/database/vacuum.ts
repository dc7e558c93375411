import { endConnection } from './connection';
import type { Database } from './database';

/** Readers pass over removed rows until they are vacuumed away; for fewer it is not worth it. */
const WORTH_A_VACUUM = 1_000;

/**
 * Cleans a table out of which so many rows were removed. On a connection of its own: after an upgrade there may be gigabytes
 * to clean, longer than a statement may take.
 */
export async function vacuumRemoved(database: Database, table: string, removed: number): Promise<void> {
  if (removed < WORTH_A_VACUUM) {
    return;
  }
  const client = await database.connect();
  try {
    await client.query(`vacuum ${table}`);
  } finally {
    await endConnection(client);
  }
}
