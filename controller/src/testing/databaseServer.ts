import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { openDatabase } from '../database/database';
import { startEmbeddedPostgres } from '../database/embedded/embeddedPostgres';
import { migrate } from '../database/migrate';
import { makePartitions } from '../database/partitions';
import { TEMPLATE } from './database';
import { servePostgres } from './servePostgres';

/**
 * The PostgreSQL of one test run, as a process of its own: started by scripts/testing/startDatabase.js, it sends its URL
 * and stops when that process asks or is gone. Nothing is synced to disk: the data die with the run.
 */
async function serve(): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'openvcloud-test-'));
  const log = pino({ level: 'fatal' });
  const tuning = {
    fsync: 'off',
    synchronous_commit: 'off',
    full_page_writes: 'off',
    shared_buffers: '128MB',
    autovacuum_naptime: '5s',
  };
  const postgres = await startEmbeddedPostgres({ dataDir, log, tuning });
  const stop = servePostgres(postgres, () => rmSync(dataDir, { recursive: true, force: true }));
  try {
    await makeTemplate(postgres.url);
  } catch (error) {
    // A migration that does not apply: the server must not outlive the run that could not begin.
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    return stop(1);
  }
  process.send?.({ url: postgres.url });
}

/** Each test file's database is a copy of this one, migrated once. */
async function makeTemplate(url: string): Promise<void> {
  const log = pino({ level: 'warn' });
  const admin = openDatabase({ url, log });
  await admin.query({ text: `create database ${TEMPLATE}`, values: [] });
  await admin.close();
  const template = openDatabase({ url: url.replace(/postgres$/, TEMPLATE), log });
  await migrate(template, log);
  await makePartitions(template, Date.now());
  await template.close();
}

serve().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exit(1);
});
