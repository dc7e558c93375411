import { pino } from 'pino';
import { createTestDatabase, type TestDatabase } from '../testing/database';
import { seedJobs } from '../testing/seed';
import { migrate, readMigrations } from './migrate';
import { dropDay, makePartitions, partitionName } from './partitions';
import { openSnapshot } from './snapshot';

const DAY_MS = 86_400_000;
const NOW = Date.UTC(2025, 2, 10, 12);
const log = pino({ level: 'silent' });

describe('migrations and partitions', () => {
  let test: TestDatabase;
  beforeAll(async () => {
    test = await createTestDatabase();
  });
  afterAll(() => test.drop());

  const partitions = async (table: string) => {
    const rows = await test.database.read<{ name: string }>({
      text: 'select c.relname as name from pg_inherits i join pg_class c on c.oid = i.inhrelid where i.inhparent = $1::regclass order by 1',
      values: [table],
    });
    return rows.map(({ name }) => name);
  };
  const rowsIn = async (table: string) => {
    const [row] = await test.database.read<{ count: number }>({
      text: `select count(*) as count from ${table}`,
      values: [],
    });
    return row?.count;
  };

  it('migrations run once, also when several controllers start together', async () => {
    const migrations = [...readMigrations(), { name: '9998-test.sql', sql: 'create table made_once (id integer)' }];
    await Promise.all([1, 2, 3].map(() => migrate(test.database, log, migrations)));
    expect(await rowsIn('made_once')).toBe(0);
  });

  it('a migration that fails leaves nothing behind', async () => {
    const migrations = [
      ...readMigrations(),
      { name: '9998-test.sql', sql: '' },
      { name: '9999-broken.sql', sql: 'create table half (id integer); select 1/0' },
    ];
    await expect(migrate(test.database, log, migrations)).rejects.toThrow('division by zero');
    await expect(rowsIn('half')).rejects.toThrow('does not exist');
  });

  it('a database of a newer controller is refused', async () => {
    await expect(migrate(test.database, log)).rejects.toThrow(/9998-test.sql of a newer controller/);
  });

  it('days are made ahead, once, by any number of controllers', async () => {
    await Promise.all([1, 2, 3].map(() => makePartitions(test.database, NOW)));
    for (const table of ['jobs_done', 'log_lines', 'node_stats']) {
      const names = await partitions(table);
      for (let day = -1; day <= 3; day++) {
        expect(names).toContain(partitionName(table, Math.floor(NOW / DAY_MS) + day));
      }
    }
  });

  it('steps of samples that are there go to the days of these; they need not be moved', async () => {
    const run = (text: string) => test.database.query({ text, values: [] });
    const today = Math.floor(NOW / DAY_MS);
    await run(`insert into node_stats (gid, nid, name, time, value)
               select 1, 1, 'load1', day * ${DAY_MS}::bigint, 2 from unnest('{${today - 1},${today},${today - 400}}'::bigint[]) as day`);
    await run('drop view node_stat_series');
    await run('drop table node_stat_steps');
    await run(readMigrations().find(({ name }) => name === '0025-node-stat-steps.sql')?.sql ?? '');
    const days = (await partitions('node_stats')).map((name) => name.replace('node_stats', 'node_stat_steps'));
    expect(await partitions('node_stat_steps')).toEqual(days);
    for (const place of [partitionName('node_stat_steps', today), 'node_stat_steps_other']) {
      expect([place, await rowsIn(place)]).toEqual([place, 2]);
    }
    expect(await rowsIn('node_stat_steps')).toBe(6);
  });

  it('rows of days that had no partition move to their own, and are never missed', async () => {
    const from = NOW - 30 * DAY_MS;
    await seedJobs(test.database, { count: 300, from, to: from + 3 * DAY_MS });
    const before = (await rowsIn('jobs_done_other')) ?? 0;
    expect(before).toBeGreaterThan(250);
    let isDone = false;
    const counting = (async () => {
      const counts = new Set<number | undefined>();
      while (!isDone) {
        counts.add(await rowsIn('jobs'));
      }
      return [...counts];
    })();
    await makePartitions(test.database, NOW);
    isDone = true;
    expect(await counting).toEqual([300]);
    expect(await rowsIn('jobs_done_other')).toBe(0);
    expect(await rowsIn(partitionName('jobs_done', Math.floor(from / DAY_MS) + 1))).toBeGreaterThan(50);
  });

  it('a day is dropped when the exports that read have ended; other readers do not wait meanwhile', async () => {
    const day = partitionName('jobs_done', Math.floor(NOW / DAY_MS) - 29);
    const { signal } = new AbortController();
    const snapshot = await openSnapshot(test.database, { statementMs: 60_000, signal });
    const before = await snapshot.query({ text: 'select guid from jobs', values: [] });
    let isDropped = false;
    const dropping = test.database
      .transaction((transaction) => dropDay(transaction, 'jobs_done', day))
      .finally(() => (isDropped = true));
    await untilSomebodyWaits();
    expect(await rowsIn('jobs')).toBe(300);
    expect(isDropped).toBe(false);
    expect(await snapshot.query({ text: 'select guid from jobs', values: [] })).toEqual(before);
    await snapshot.close();
    expect(await dropping).toBe(true);
    expect(await rowsIn('jobs')).toBeLessThan(300);
  });

  async function untilSomebodyWaits(): Promise<void> {
    const sql = {
      text: `select 1 from pg_locks where locktype = 'advisory' and not granted
             and database = (select oid from pg_database where datname = current_database())`,
      values: [],
    };
    while ((await test.database.read(sql)).length === 0) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }
});
