import { randomBytes } from 'node:crypto';
import { pino } from 'pino';
import { openDatabase, type Database } from '../database/database';

export const TEMPLATE = 'openvcloud_template';

export interface TestDatabase {
  database: Database;
  url: string;
  drop(): Promise<void>;
}

/** An empty, migrated database of its own for one test file, on the run's PostgreSQL. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const adminUrl = process.env.TEST_DATABASE_URL;
  if (adminUrl === undefined) {
    throw new Error(
      'Expected TEST_DATABASE_URL, set by scripts/testing/startDatabase.js; run these tests with "npx jest --selectProjects services".'
    );
  }
  const log = pino({ level: 'fatal' });
  const name = `test_${randomBytes(6).toString('hex')}`;
  const run = async (text: string) => {
    const admin = openDatabase({ url: adminUrl, log, maxConnections: 2 });
    await admin.query({ text, values: [] });
    await admin.close();
  };
  await run(`create database ${name} template ${TEMPLATE}`);
  const url = adminUrl.replace(/postgres$/, name);
  const database = openDatabase({ url, log });
  return {
    database,
    url,
    drop: async () => {
      await database.close();
      await run(`drop database ${name} with (force)`);
    },
  };
}
