import type { Database } from '../src/database/database';
import { makePartitions } from '../src/database/partitions';
import { foldCounts } from '../src/store/foldCounts';
import { copyJobs, copyRows, generateJobs, seededRandom } from '../src/testing/seed';

const DAY_MS = 86_400_000;
export const DAYS = 30;
/** Fixed, so that every run has the same rows. */
export const SEED_END = Date.UTC(2026, 2, 1, 12, 34, 56);
export const SEED_START = SEED_END - DAYS * DAY_MS;
const JOBS_AT_ONCE = 100_000;

export interface Seeding {
  jobs: number;
  logs: number;
  report: (message: string) => void;
}

/** Jobs and lines by COPY, the same for the same numbers. A database that holds them is left as it is. */
export async function seed(database: Database, { jobs, logs, report }: Seeding): Promise<void> {
  const [row] = await database.query<{ count: number }>({ text: 'select count(*) as count from jobs', values: [] });
  if (row !== undefined && row.count >= jobs) {
    report(`${row.count} jobs are there already`);
    // A newer version may have to make the counts anew.
    await foldCounts(database);
    await settle(database, ['job_counts', 'job_count_groups', 'job_count_deltas']);
    return;
  }
  await makePartitions(database, SEED_END, { daysBack: DAYS + 1 });
  await withoutIndexes(database, () => seedAllJobs(database, { jobs, logs, report }));
  const logsStart = performance.now();
  await seedLogs(database, logs);
  report(`${logs} log lines, ${rate(logs, logsStart)}/s`);
  await settle(database, ['jobs', 'log_lines', 'job_counts', 'job_count_groups', 'job_count_deltas']);
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

async function seedAllJobs(database: Database, { jobs, report }: Seeding): Promise<void> {
  const start = performance.now();
  const history = { from: SEED_START, to: SEED_END };
  for (let done = 0; done < jobs; done += JOBS_AT_ONCE) {
    const count = Math.min(JOBS_AT_ONCE, jobs - done);
    const at = (index: number) => Math.floor(SEED_START + ((SEED_END - SEED_START) * index) / jobs);
    const part = { count, from: at(done), to: at(done + count), seed: done + 1, history };
    await copyJobs(database, generateJobs({ ...part, live: done + count < jobs ? 0 : 5 }));
    await foldCounts(database);
    report(`${done + count} jobs, ${rate(done + count, start)}/s with counts folded`);
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

const WORDS = [
  'disk',
  'volume',
  'ready',
  'mounted',
  'checked',
  'latency',
  'replica',
  'vdisk',
  'socket',
  'retry',
] as const;
/** In a fifth of the lines of every job. */
export const COMMON_WORD = 'heartbeat';
/** In one of so many lines, the long job's and the others' alike. */
export const RARE_WORD = 'split-brain';
const RARE_EVERY = 500_000;

/** The longest log; small seeds give it half of their lines. */
const LONG_LOG_LINES = 5_000_000;
const LINES_PER_JOB = 100;
/** Between two lines of a job. */
const LINE_EVERY_MS = 5;

/** Of how many lines one is the long job's. */
const longShare = (lines: number) => Math.max(2, Math.ceil(lines / LONG_LOG_LINES));

/** The first job's log: how many lines, and when the one in its middle was written. */
export function longLog(lines: number): { lines: number; middle: number } {
  const own = Math.ceil(lines / longShare(lines));
  return { lines: own, middle: SEED_START + Math.floor(own / 2) * LINE_EVERY_MS };
}

/** One long log and, over all days, jobs of a hundred lines each. */
async function seedLogs(database: Database, count: number): Promise<void> {
  const share = longShare(count);
  const owners = await lineOwners(database, Math.ceil(count / LINES_PER_JOB) + 1);
  function* rows(): Generator<unknown[]> {
    const random = seededRandom(5);
    for (let index = 0; index < count; index++) {
      const isLong = index % share === 0;
      const other = index - Math.ceil(index / share);
      const owner = owners[isLong ? 0 : 1 + Math.floor(other / LINES_PER_JOB)];
      if (owner === undefined) {
        throw new Error(`Expected a job for line ${index}: seed at least a hundredth as many jobs as lines.`);
      }
      const seq = isLong ? index / share : other % LINES_PER_JOB;
      yield [
        1,
        owner.time + seq * LINE_EVERY_MS,
        owner.guid,
        seq,
        6,
        'agent:default',
        'bench',
        message(index, isLong ? seq : other, random),
        owner.nid,
        owner.organization,
        owner.cmd,
      ];
    }
  }
  await copyRows(database, 'log_lines', LINE_COLUMNS, rows());
}

const LINE_COLUMNS = [
  'gid',
  'time',
  'job_guid',
  'seq',
  'level',
  'app_name',
  'category',
  'message',
  'nid',
  'organization',
  'cmd',
];

interface LineOwner {
  guid: string;
  time: number;
  nid: number;
  cmd: string;
  organization: string;
}

/** The first job, and others evenly over all days. Numbering ten million jobs takes longer than the controller gives a statement. */
async function lineOwners(database: Database, count: number): Promise<LineOwner[]> {
  const client = await database.connect();
  try {
    const { rows } = await client.query<LineOwner>(
      `with placed as (
         select guid, time_create as time, coalesce(nid, 1) as nid, cmd, organization,
           row_number() over (order by time_create, guid) - 1 as place
         from jobs where not is_live
       ) select guid, time, nid, cmd, organization from placed
       where place % greatest(1, (select count(*) from placed) / $1) = 0 order by place`,
      [count]
    );
    return rows;
  } finally {
    await client.end();
  }
}

function message(index: number, place: number, random: () => number): string {
  const words = Array.from({ length: 8 }, () => WORDS[Math.floor(random() * WORDS.length)]);
  const marks = [
    ...(random() < 0.2 ? [COMMON_WORD] : []),
    ...(place % RARE_EVERY === RARE_EVERY - 150_000 ? [RARE_WORD] : []),
  ];
  return [...words, ...marks, index].join(' ');
}
