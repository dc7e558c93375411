import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { countJobs } from '../../controller/src/counts/counts';
import { openDatabase, type Database } from '../../controller/src/database/database';
import { startEmbeddedPostgres } from '../../controller/src/database/embedded/embeddedPostgres';
import { migrate } from '../../controller/src/database/migrate';
import { makePartitions } from '../../controller/src/database/partitions';
import { listFailures } from '../../controller/src/failures/listFailures';
import { listJobs } from '../../controller/src/jobs/jobs';
import { failureQuestion, jobQuestion } from '../../controller/src/query/question';
import { seedJobs } from '../../controller/src/testing/seed';

/**
 * `npm run bench:failures -- 1000000`: so many jobs of a month; what their groups of failures and those that were not made good
 * take to answer, as a controller answers them, and what is kept of them on disk.
 */
const DAY_MS = 86_400_000;
const DAYS = 30;
const ROUNDS = 20;
const { signal } = new AbortController();

const print = (text: string) => void process.stdout.write(`${text}\n`);

async function seed(database: Database, jobs: number, now: number): Promise<void> {
  await makePartitions(database, now, { daysBack: DAYS + 1 });
  const started = performance.now();
  await seedJobs(database, { count: jobs, from: now - DAYS * DAY_MS, to: now });
  print(`${jobs} jobs stored in ${((performance.now() - started) / 1000).toFixed(0)} s`);
  await database.transaction(async (transaction) => {
    await transaction.liftTimeLimit();
    await transaction.query({ text: 'analyze', values: [] });
  });
}

/** The median and the slowest of the rounds, in milliseconds. */
async function time(what: string, run: () => Promise<string>): Promise<void> {
  const taken: number[] = [];
  let answered = '';
  for (let round = 0; round < ROUNDS; round++) {
    const started = performance.now();
    answered = await run();
    taken.push(performance.now() - started);
  }
  taken.sort((one, other) => one - other);
  print(
    `| ${what} | ${answered} | ${taken[ROUNDS / 2]?.toFixed(0)} | ${taken.at(-2)?.toFixed(0)} | ${taken.at(-1)?.toFixed(0)} |`
  );
}

async function measure(database: Database, now: number): Promise<void> {
  const groups = async (days: number, filter: string[] = []) => {
    const question = failureQuestion({ filter, from: now - days * DAY_MS, to: now });
    const { total, jobs } = await listFailures(database, { question, bucketMs: (days * DAY_MS) / 30 }, now, signal);
    return `${total} groups of ${jobs} jobs`;
  };
  const unresolved = jobQuestion({ filter: ['unresolved|=|true'], from: now - DAYS * DAY_MS, to: now });
  print('| question | answer | p50 ms | p95 ms | max ms |\n|---|---|---:|---:|---:|');
  await time('groups, 30 days', () => groups(30));
  await time('groups, 7 days', () => groups(7));
  await time('groups, 1 day', () => groups(1));
  await time('groups, 30 days, some commands', () => groups(30, ['cmd|contains|disk']));
  await time('groups, 30 days, one node', () => groups(30, ['nid|=|7']));
  await time(
    'unresolved, count',
    async () => `${(await countJobs(database, { question: unresolved }, now, signal)).total} jobs`
  );
  await time('unresolved, first page', async () => {
    const { items, total } = await listJobs(database, { question: unresolved }, 100, now, signal);
    return `${items.length} of ${total.value} jobs`;
  });
}

async function printSizes(database: Database, jobs: number): Promise<void> {
  const tables = ['failures', 'failure_groups', 'unresolved_failures', 'last_oks'];
  for (const table of tables) {
    const [row] = await database.query<{ bytes: number; rows: number }>({
      text: `select pg_total_relation_size('${table}') as bytes, (select count(*) from ${table}) as rows`,
      values: [],
    });
    print(`${table}: ${row?.rows} rows, ${((row?.bytes ?? 0) / jobs).toFixed(1)} bytes per job`);
  }
}

async function main(): Promise<void> {
  const jobs = Number(process.argv[2] ?? 1_000_000);
  const dataDir = mkdtempSync(join(tmpdir(), 'openvcloud-bench-'));
  const log = pino({ level: 'warn' });
  const postgres = await startEmbeddedPostgres({ dataDir, log });
  const database = openDatabase({ url: postgres.url, log });
  try {
    await migrate(database, log);
    const now = Math.floor(Date.now() / 1000) * 1000;
    await seed(database, jobs, now);
    await measure(database, now);
    await printSizes(database, jobs);
  } finally {
    await database.close();
    await postgres.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

void main();
