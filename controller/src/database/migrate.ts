import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Logger } from 'pino';
import type { Database } from './database';
import type { Transaction } from './queryable';
import { refuseOthers } from './refuseOthers';

const FOLDER = join(__dirname, 'migrations');
/** Any number that nothing else locks: controllers that start together migrate one after the other. */
const LOCK = 7_238_001;

export interface Migration {
  name: string;
  sql: string;
}

/** The numbered .sql files, in order. */
export function readMigrations(folder = FOLDER): Migration[] {
  const names = readdirSync(folder)
    .filter((name) => name.endsWith('.sql'))
    .sort();
  names.forEach((name, index) => {
    if (!name.startsWith(`${String(index + 1).padStart(4, '0')}-`)) {
      throw new Error(`Expected migrations numbered 0001-, 0002-... without gaps, got ${name} in place ${index + 1}.`);
    }
  });
  return names.map((name) => ({ name, sql: readFileSync(join(folder, name), 'utf8') }));
}

/** Applies each migration once, in a transaction of its own. Refuses while a controller of a former version uses the database. */
export async function migrate(database: Database, log: Logger, migrations = readMigrations()): Promise<void> {
  await database.transaction(makeTable);
  // First: an old controller must not change what a newer one made.
  await refuseNewerSchema(database, migrations);
  await refuseOlderControllers(database, migrations);
  for (const migration of migrations) {
    const isNew = await database
      .transaction((transaction) => apply(transaction, migration, log))
      .catch((error: unknown) => {
        throw new Error(`Migration ${migration.name} failed and left nothing behind: ${String(error)}`, {
          cause: error,
        });
      });
    if (isNew) {
      log.info({ migration: migration.name }, 'migration applied');
    }
  }
}

async function makeTable(transaction: Transaction): Promise<void> {
  await lock(transaction);
  await transaction.query({
    text: 'create table if not exists migrations (name text primary key, applied_at timestamptz not null default now())',
    values: [],
  });
}

async function lock(transaction: Transaction): Promise<void> {
  await transaction.query({ text: 'select pg_advisory_xact_lock($1)', values: [LOCK] });
}

async function apply(transaction: Transaction, { name, sql }: Migration, log: Logger): Promise<boolean> {
  await lock(transaction);
  const done = await transaction.query({ text: 'select 1 from migrations where name = $1', values: [name] });
  if (done.length > 0) {
    return false;
  }
  log.info({ migration: name }, 'migration begins; on a large history some take minutes');
  // Building an index on a large history may take longer than any request.
  await transaction.liftTimeLimit();
  await transaction.client.query(sql);
  await transaction.query({ text: 'insert into migrations (name) values ($1)', values: [name] });
  return true;
}

/** Those that start together with this one do not beat before all of it is done. */
async function refuseOlderControllers(database: Database, migrations: readonly Migration[]): Promise<void> {
  const missing = async (): Promise<boolean> => {
    const [done] = await database.query<{ count: number }>({
      text: 'select count(*) as count from migrations where name = any($1)',
      values: [migrations.map(({ name }) => name)],
    });
    return done?.count !== migrations.length;
  };
  if (await missing()) {
    await refuseOthers(database).catch(async (error: unknown) => {
      // One that began with this one may be done by now, and at work.
      if (await missing()) {
        throw error;
      }
    });
  }
}

async function refuseNewerSchema(database: Database, migrations: readonly Migration[]): Promise<void> {
  const rows = await database.query<{ name: string }>({
    text: 'select name from migrations where name <> all($1)',
    values: [migrations.map(({ name }) => name)],
  });
  const [unknown] = rows;
  if (unknown !== undefined) {
    throw new Error(
      `Expected a database this version knows, got one with migration ${unknown.name} of a newer controller. Start that version, or use another database.`
    );
  }
}
