import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { from as copyFrom } from 'pg-copy-streams';
import type { Database } from '../database/database';
import { CloudHistory } from './cloudHistory';
import { SEEDED_COLUMNS, type SeededJob } from './seededJob';

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
  /** So many of the youngest still wait or run. */
  live?: number;
  /** What they are a part of, as to versions of JumpScripts, nodes that joined, and the like. */
  history?: { from: number; to: number };
}

/** A history that looks like a cloud's: JumpScripts with habits of their own, mostly OK, the youngest still waiting or running. */
export function* generateJobs(settings: SeedJobs): Generator<SeededJob> {
  const { count, from, to, seed = 1, live = 5, history = { from, to } } = settings;
  const cloud = new CloudHistory(seededRandom(seed));
  for (let index = 0; index < count; index++) {
    const timeCreate = Math.floor(from + ((to - from) * index) / count);
    const age = (timeCreate - history.from) / Math.max(1, history.to - history.from);
    yield cloud.next(index, timeCreate, age, index >= count - live);
  }
}

/** Stores generated jobs by COPY, the way that fills ten million in minutes. */
export async function seedJobs(database: Database, settings: SeedJobs): Promise<void> {
  await copyJobs(database, generateJobs(settings));
}

export async function copyJobs(database: Database, jobs: Iterable<SeededJob>): Promise<void> {
  const columns = ['gid', 'is_live', ...SEEDED_COLUMNS];
  await copyRows(database, 'jobs', columns, toCopyRows(jobs));
}

function* toCopyRows(jobs: Iterable<SeededJob>): Generator<unknown[]> {
  for (const job of jobs) {
    const isLive = job.state === 'SCHEDULED' || job.state === 'RUNNING';
    yield [1, isLive, ...SEEDED_COLUMNS.map((column) => job[column])];
  }
}

export interface SeededLine {
  jobGuid: string;
  seq: number;
  time: number;
  message: string;
}

/** Lines of which nothing else matters. */
export async function seedLines(database: Database, lines: readonly SeededLine[]): Promise<void> {
  const rest = { gid: 1, level: 6, app_name: 'app', category: '', organization: 'org', cmd: 'cmd', nid: 1 };
  const columns = ['job_guid', 'seq', 'time', 'message', ...Object.keys(rest)];
  const rows = lines.map(({ jobGuid, seq, time, message }) => [jobGuid, seq, time, message, ...Object.values(rest)]);
  await copyRows(database, 'log_lines', columns, rows);
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
  if (typeof value === 'number') {
    return String(value);
  }
  if (value === null) {
    return '\\N';
  }
  const text = Array.isArray(value) ? `{${value.map((item) => JSON.stringify(item)).join(',')}}` : String(value);
  return /[\\\t\n\r]/.test(text) ? escaped(text) : text;
}

function escaped(text: string): string {
  return text.replace(/\\/g, '\\\\').replace(/\t/g, '\\t').replace(/\n/g, '\\n').replace(/\r/g, '\\r');
}
