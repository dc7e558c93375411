import type { Logger } from 'pino';
import type { Database } from './database';
import type { QueryOptions, Transaction } from './queryable';
import { SNAPSHOT_LOCK } from './snapshot';

const DAY_MS = 86_400_000;
/** The tables split by day, and the column that decides. */
const TABLES = [
  { table: 'jobs_done', column: 'time_create' },
  { table: 'log_lines', column: 'time' },
  { table: 'node_stats', column: 'time' },
  { table: 'node_stat_steps', column: 'time' },
] as const;
type Table = (typeof TABLES)[number];
export type DayTable = Table['table'];
const LOCK = 7_238_002;

/**
 * Makes the days from `daysBack` before to `daysAhead` after `now`, and the days of rows that landed in a default
 * partition meanwhile, moving those rows. Safe to run from several controllers at once.
 */
export async function makePartitions(
  database: Database,
  now: number,
  { daysBack = 1, daysAhead = 3 } = {}
): Promise<void> {
  const today = Math.floor(now / DAY_MS);
  for (const table of TABLES) {
    const strays = await strayDays(database, table);
    const wanted = new Set(strays);
    for (let day = today - daysBack; day <= today + daysAhead; day++) {
      wanted.add(day);
    }
    const missing = await withoutExisting(
      database,
      table,
      [...wanted].sort((a, b) => a - b)
    );
    for (const day of missing) {
      const isExclusive = strays.includes(day);
      const isMade = await database.transaction((transaction) => makeDay(transaction, table, day, isExclusive));
      if (!isMade) {
        await database.transaction((transaction) => makeDay(transaction, table, day, true));
      }
    }
  }
}

export function partitionName(table: string, day: number): string {
  return `${table}_${new Date(day * DAY_MS).toISOString().slice(0, 10).replaceAll('-', '')}`;
}

async function strayDays(database: Database, { table, column }: Table): Promise<number[]> {
  const rows = await database.query<{ day: number }>({
    text: `select distinct ${column} / ${DAY_MS} as day from ${table}_other where ${column} >= 0 limit 4000`,
    values: [],
  });
  return rows.map(({ day }) => day).filter((day) => day < 100_000);
}

async function withoutExisting(database: Database, { table }: Table, days: readonly number[]): Promise<number[]> {
  const rows = await database.query<{ name: string }>({
    text: 'select c.relname as name from pg_inherits i join pg_class c on c.oid = i.inhrelid where i.inhparent = $1::regclass',
    values: [table],
  });
  const existing = new Set(rows.map(({ name }) => name));
  return days.filter((day) => !existing.has(partitionName(table, day)));
}

/**
 * Rows of that day that wait in the default partition move over in the same transaction. A statement that already knows
 * the parent's partitions would look for them in the old place only: so then the parent is locked first, and such
 * statements have ended. Without rows to move readers need not stop. False: rows came meanwhile; again, exclusively.
 */
async function makeDay(
  transaction: Transaction,
  { table, column }: Table,
  day: number,
  isExclusive: boolean
): Promise<boolean> {
  const name = partitionName(table, day);
  const [from, to] = [day * DAY_MS, (day + 1) * DAY_MS];
  const isOfDay = `${column} >= ${from} and ${column} < ${to}`;
  await transaction.query({ text: 'select pg_advisory_xact_lock($1)', values: [LOCK] });
  const [existing] = await transaction.query<{ oid: string | null }>({
    text: 'select to_regclass($1)::text as oid',
    values: [name],
  });
  if (existing?.oid) {
    return true;
  }
  // Everybody else waits behind us while we wait for these locks.
  await transaction.client.query("set local lock_timeout = '5s'");
  await waitForSnapshots(transaction);
  if (isExclusive) {
    await transaction.client.query(`lock table ${table} in access exclusive mode`);
  }
  await transaction.client.query(`lock table ${table}_other in access exclusive mode`);
  const strays = await transaction.query({ text: `select 1 from ${table}_other where ${isOfDay} limit 1`, values: [] });
  if (strays.length > 0 && !isExclusive) {
    return false;
  }
  await transaction.client.query(
    `create table ${name} (like ${table} including defaults including generated including constraints)`
  );
  if (strays.length > 0) {
    await moveStrays(transaction, `${table}_other`, name, isOfDay);
  }
  await transaction.client.query(`alter table ${table} attach partition ${name} for values from (${from}) to (${to})`);
  return true;
}

/** An export reads for minutes: while it does we wait without a place in the tables' queues, where readers would wait behind us. */
async function waitForSnapshots(transaction: Transaction): Promise<void> {
  await transaction.query({ text: 'select pg_advisory_xact_lock($1)', values: [SNAPSHOT_LOCK] });
}

async function moveStrays(transaction: Transaction, source: string, target: string, condition: string): Promise<void> {
  const columns = await transaction.query<{ name: string }>({
    text: `select attname as name from pg_attribute where attrelid = $1::regclass and attnum > 0 and not attisdropped and attgenerated = '' order by attnum`,
    values: [source],
  });
  const list = columns.map(({ name }) => name).join(', ');
  await transaction.client.query(
    `with moved as (delete from ${source} where ${condition} returning ${list}) insert into ${target} (${list}) select ${list} from moved`
  );
}

/** When the oldest day of a table begins, epoch milliseconds; without days, 1970. The catalog knows it at once. */
export async function oldestDay(database: Database, table: DayTable, options: QueryOptions): Promise<number> {
  const [row] = await database.read<{ day: string | null }>(
    {
      text: `select min(right(c.relname, 8)) as day from pg_inherits i join pg_class c on c.oid = i.inhrelid
             where i.inhparent = $1::regclass and c.relname ~ '_\\d{8}$'`,
      values: [table],
    },
    { ...options, name: 'oldest_day' }
  );
  const [, year, month, date] = /^(\d{4})(\d\d)(\d\d)$/.exec(row?.day ?? '') ?? [];
  return year === undefined ? 0 : Date.parse(`${year}-${month}-${date}`);
}

/** The days a table has, with their sizes on disk, indexes included. */
export async function listDays(
  database: Database,
  table: DayTable
): Promise<Array<{ name: string; day: number; bytes: number }>> {
  const rows = await database.query<{ name: string; bytes: number }>({
    text: `select c.relname as name, pg_total_relation_size(c.oid) as bytes
           from pg_inherits i join pg_class c on c.oid = i.inhrelid where i.inhparent = $1::regclass`,
    values: [table],
  });
  return rows.flatMap(({ name, bytes }) => {
    const [, year, month, date] = /_(\d{4})(\d\d)(\d\d)$/.exec(name) ?? [];
    return year === undefined ? [] : [{ name, bytes, day: Date.parse(`${year}-${month}-${date}`) / DAY_MS }];
  });
}

/** False: another controller has dropped it, or `mayDrop`, asked when nothing can enter the day any more, has said no. */
export async function dropDay(
  transaction: Transaction,
  table: DayTable,
  name: string,
  mayDrop: () => Promise<boolean> = async () => true
): Promise<boolean> {
  await transaction.query({ text: 'select pg_advisory_xact_lock($1)', values: [LOCK] });
  // Everybody else waits behind us while we wait for the lock.
  await transaction.client.query("set local lock_timeout = '5s'");
  await transaction.liftTimeLimit();
  await waitForSnapshots(transaction);
  const [existing] = await transaction.query<{ name: string | null }>({
    text: 'select to_regclass($1)::text as name',
    values: [name],
  });
  if (!existing?.name) {
    return false;
  }
  if (table === 'jobs_done' || table === 'log_lines') {
    // As count_day_out does, and in its order.
    await transaction.client.query(`lock table only ${table} in access exclusive mode`);
    await transaction.client.query(`lock table ${existing.name} in access exclusive mode`);
  }
  if (!(await mayDrop())) {
    return false;
  }
  if (table === 'jobs_done') {
    await transaction.query({ text: 'select count_day_out($1::regclass)', values: [name] });
    await transaction.query({ text: "select forget_failures_of(to_date($1, 'YYYYMMDD'))", values: [name.slice(-8)] });
  } else if (table === 'log_lines') {
    await transaction.query({ text: "select count_lines_out(to_date($1, 'YYYYMMDD'))", values: [name.slice(-8)] });
  }
  await transaction.client.query(`drop table ${existing.name}`);
  return true;
}

const HOUR_MS = 3_600_000;

/** Makes partitions now and every hour; returns what stops it. */
export async function keepPartitions({
  database,
  log,
  now,
}: {
  database: Database;
  log: Logger;
  now: () => number;
}): Promise<() => void> {
  await makePartitions(database, now());
  const timer = setInterval(() => {
    makePartitions(database, now()).catch((error: unknown) =>
      log.error({ err: error }, 'partitions not made; rows go to the default partition until the next try')
    );
  }, HOUR_MS);
  return () => clearInterval(timer);
}
