import type { Database } from '../../../controller/src/database/database';
import { makePartitions } from '../../../controller/src/database/partitions';
import { foldCounts } from '../../../controller/src/counts/foldCounts';
import { CLOUD_NODES } from '../../../controller/src/testing/cloud';
import { seedJobs } from '../../../controller/src/testing/seed';
import { seedLogs } from './seedLogs';
import type { SeedRecord } from './seedRecord';
import { seedSpan, type SeedSpan } from './seedSpan';

const JOBS_AT_ONCE = 100_000;

export interface Seeding {
  jobs: number;
  logs: number;
  days: number;
  report: (message: string) => void;
}

/** Jobs and lines by COPY: for the same numbers the same, but for the day they end on. */
export async function seed(database: Database, day: number, seeding: Seeding): Promise<SeedRecord> {
  const { jobs, logs, days, report } = seeding;
  const span = seedSpan({ day, days });
  await makePartitions(database, span.end, { daysBack: days + 1 });
  await seedNodes(database, span);
  await withoutIndexes(database, () => seedAllJobs(database, span, seeding));
  const start = performance.now();
  const longLogs = await seedLogs(database, span, logs);
  report(`${logs} log lines, ${rate(logs, start)}/s`);
  await settle(database, ['jobs', 'log_lines', ...COUNTS]);
  return { jobs, logs, days, day, ...longLogs };
}

const COUNTS = ['job_counts', 'job_count_groups', 'job_count_deltas'] as const;

/** A newer version may have had to make the counts anew. */
export async function settleCounts(database: Database): Promise<void> {
  await foldCounts(database);
  await settle(database, COUNTS);
}

/** What a database that has been in use for a while has done long since. */
async function settle(database: Database, tables: readonly string[]): Promise<void> {
  const client = await database.connect();
  try {
    for (const table of tables) {
      await client.query(`vacuum analyze ${table}`);
    }
  } finally {
    await client.end();
  }
}

const FAR_MS = 365 * 86_400_000;

/** No agent runs here, and the controller ends jobs that wait for one in vain: rows would change while they are measured. */
export async function keepNodesLive(database: Database, now: number): Promise<void> {
  await database.query({ text: 'update nodes set last_seen = $1', values: [now + FAR_MS] });
}

async function seedNodes(database: Database, { start, end }: SeedSpan): Promise<void> {
  await database.query({
    text: `insert into nodes (gid, nid, name, roles, addresses, session_id, agent_version, workers, registered_at, last_seen)
           select 1, nid, 'node' || nid, '{node}', '{}', 'seed', 'seed', '{}', $2, $3 from unnest($1::integer[]) as nid`,
    values: [CLOUD_NODES.map(({ nid }) => nid), start, end],
  });
}

async function seedAllJobs(database: Database, { start, end }: SeedSpan, { jobs, report }: Seeding): Promise<void> {
  const began = performance.now();
  const at = (index: number) => Math.floor(start + ((end - start) * index) / jobs);
  for (let done = 0; done < jobs; done += JOBS_AT_ONCE) {
    const count = Math.min(JOBS_AT_ONCE, jobs - done);
    const live = done + count < jobs ? 0 : 5;
    const history = { from: start, to: end };
    await seedJobs(database, { count, from: at(done), to: at(done + count), seed: done + 1, live, history });
    await foldCounts(database);
    report(`${done + count} jobs, ${rate(done + count, began)}/s with counts folded`);
  }
}

/** Sorting a whole index is several times faster than adding its rows one by one. */
async function withoutIndexes(database: Database, work: () => Promise<void>): Promise<void> {
  const indexes = await database.query<{ name: string; definition: string }>({
    text: `select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as definition from pg_index
           where indrelid = 'jobs_done'::regclass and not indisprimary`,
    values: [],
  });
  const client = await database.connect();
  try {
    for (const { name } of indexes) {
      await client.query(`drop index ${name}`);
    }
    await work();
    await client.query("set maintenance_work_mem = '1GB'");
    for (const { definition } of indexes) {
      await client.query(definition.replace(' ON ONLY ', ' ON '));
    }
  } finally {
    await client.end();
  }
}

const rate = (rows: number, start: number) => Math.round((rows * 1000) / (performance.now() - start));
