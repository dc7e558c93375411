import { QUEUES, type JobState } from '@openvcloud/contract';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { from as copyFrom } from 'pg-copy-streams';
import type { Database } from '../database/database';

/** Numbers that look random and are the same for the same seed (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export interface SeedJobs {
  count: number;
  /** The jobs are created evenly between these. */
  from: number;
  to: number;
  seed?: number;
}

export interface SeededJob {
  guid: string;
  time_create: number;
  time_start: number | null;
  time_stop: number | null;
  state: JobState;
  queue: string;
  organization: string;
  category: string;
  cmd: string;
  nid: number | null;
  node_name: string | null;
  args: string;
  result: string | null;
  result_preview: string | null;
  error_type: string | null;
  error_message: string | null;
  error_signature: string | null;
  roles: string[];
  tags: string[];
}

const COLUMNS = [
  'guid',
  'time_create',
  'time_start',
  'time_stop',
  'state',
  'queue',
  'organization',
  'category',
  'cmd',
  'nid',
  'node_name',
  'args',
  'result',
  'result_preview',
  'error_type',
  'error_message',
  'error_signature',
  'roles',
  'tags',
] as const satisfies ReadonlyArray<keyof SeededJob>;

/** A history that looks like a cloud's: mostly OK, some failures, the youngest still waiting or running. */
export function* generateJobs({ count, from, to, seed = 1 }: SeedJobs): Generator<SeededJob> {
  const random = seededRandom(seed);
  for (let index = 0; index < count; index++) {
    const isYoungest = index >= count - 5;
    yield generateJob(index, Math.floor(from + ((to - from) * index) / count), isYoungest, random);
  }
}

function generateJob(index: number, timeCreate: number, isYoungest: boolean, random: () => number): SeededJob {
  const pick = <Item>(items: readonly [Item, ...Item[]]): Item =>
    items[Math.floor(random() * items.length)] ?? items[0];
  const state = isYoungest ? pick(['SCHEDULED', 'RUNNING'] as const) : outcome(random());
  const nid = random() < 0.02 ? null : 1 + Math.floor(random() * 20);
  return {
    guid: guidAt(timeCreate, random),
    state,
    ...times(state, timeCreate, random),
    queue: pick(QUEUES),
    organization: pick(['openvcloud', 'monitoring', 'storage', 'example']),
    category: pick(['monitor.healthcheck', 'maintenance', '']),
    cmd: `${pick(['disk', 'net', 'vm', 'db'])}_check_${Math.floor(random() * 10)}`,
    nid,
    node_name: nid === null ? null : `node${nid}`,
    args: JSON.stringify({ path: `/data/${index % 97}` }),
    ...resultOrError(state, index, pick(['ValueError', 'IOError', 'KeyError']), random),
    roles: random() < 0.5 ? ['node'] : ['node', 'storagenode'],
    tags: random() < 0.1 ? [`case-${index % 5}`] : [],
  };
}

type Times = Pick<SeededJob, 'time_create' | 'time_start' | 'time_stop'>;
/** Some errors happen before the start: no node took the job. */
function times(state: JobState, timeCreate: number, random: () => number): Times {
  const hasStarted = state !== 'SCHEDULED' && !(state === 'ERROR' && random() < 0.1);
  const started = timeCreate + Math.floor(random() * 5_000);
  const hasStopped = state !== 'SCHEDULED' && state !== 'RUNNING';
  const stopped = (hasStarted ? started : timeCreate) + Math.floor(random() * 60_000);
  return { time_create: timeCreate, time_start: hasStarted ? started : null, time_stop: hasStopped ? stopped : null };
}

type Outcome = Pick<SeededJob, 'result' | 'result_preview' | 'error_type' | 'error_message' | 'error_signature'>;
function resultOrError(state: JobState, index: number, errorType: string, random: () => number): Outcome {
  if (state === 'ERROR' || state === 'TIMEOUT') {
    const type = state === 'TIMEOUT' ? 'Timeout' : errorType;
    const message = `${type}: failed on /data/${index % 97}`;
    return {
      result: null,
      result_preview: message,
      error_type: type,
      error_message: message,
      error_signature: `${type} check.py:${index % 7}`,
    };
  }
  const result = state === 'OK' ? JSON.stringify({ free: Math.floor(random() * 1000), ok: true, index }) : null;
  return { result, result_preview: result, error_type: null, error_message: null, error_signature: null };
}

function outcome(chance: number): 'OK' | 'ERROR' | 'TIMEOUT' {
  return chance < 0.9 ? 'OK' : chance < 0.97 ? 'ERROR' : 'TIMEOUT';
}

/** A UUIDv7 of that moment. */
function guidAt(time: number, random: () => number): string {
  const hex = (digits: number) => Array.from({ length: digits }, () => Math.floor(random() * 16).toString(16)).join('');
  const clock = time.toString(16).padStart(12, '0');
  return `${clock.slice(0, 8)}-${clock.slice(8)}-7${hex(3)}-8${hex(3)}-${hex(12)}`;
}

/** Stores generated jobs by COPY, the way that fills ten million in minutes. */
export async function seedJobs(database: Database, settings: SeedJobs): Promise<void> {
  await copyJobs(database, generateJobs(settings));
}

export async function copyJobs(database: Database, jobs: Iterable<SeededJob>): Promise<void> {
  const columns = ['gid', 'is_live', 'source', 'native_state', 'timeout_seconds', ...COLUMNS];
  await copyRows(database, 'jobs', columns, toCopyRows(jobs));
}

function* toCopyRows(jobs: Iterable<SeededJob>): Generator<unknown[]> {
  for (const job of jobs) {
    yield [
      1,
      job.state === 'SCHEDULED' || job.state === 'RUNNING',
      'controller',
      job.state,
      300,
      ...COLUMNS.map((column) => job[column]),
    ];
  }
}

/** COPY of one table, without holding its rows. */
export async function copyRows(
  database: Database,
  table: string,
  columns: readonly string[],
  rows: Iterable<unknown[]>
): Promise<void> {
  const client = await database.connect();
  try {
    const sink = client.query(copyFrom(`copy ${table} (${columns.join(', ')}) from stdin`));
    await pipeline(Readable.from(chunks(rows)), sink);
  } finally {
    await client.end();
  }
}

function* chunks(rows: Iterable<unknown[]>): Generator<string> {
  let chunk = '';
  for (const row of rows) {
    chunk += `${row.map(copyText).join('\t')}\n`;
    if (chunk.length > 65_536) {
      yield chunk;
      chunk = '';
    }
  }
  yield chunk;
}

function copyText(value: unknown): string {
  if (value === null) {
    return '\\N';
  }
  const text = Array.isArray(value) ? `{${value.map((item) => JSON.stringify(item)).join(',')}}` : String(value);
  return text.replace(/\\/g, '\\\\').replace(/\t/g, '\\t').replace(/\n/g, '\\n').replace(/\r/g, '\\r');
}
