import { execFileSync } from 'node:child_process';
import { to as copyTo } from 'pg-copy-streams';
import type { Database } from '../../controller/src/database/database';
import type { BenchController } from './benchController';

/** Longest time one export is read. */
const READ_MS = 60_000;
/** By then buffers and heap have the size they keep: what comes later must not add to them. */
const WARM_ROWS = 100_000;
const MOST_GROWTH = 1.5;

const BY_TIME = 'order by time_create desc, guid desc';
const CASES = [
  { name: 'jobs, NDJSON', query: 'of=jobs', sql: `select * from jobs ${BY_TIME}` },
  { name: 'jobs, CSV', query: 'of=jobs&format=csv', sql: `select * from jobs ${BY_TIME}` },
  { name: 'jobs with details, NDJSON', query: 'of=jobs&details=true', sql: `select * from jobs ${BY_TIME}` },
  {
    name: 'log lines, NDJSON',
    query: 'of=logs',
    sql: 'select * from log_lines order by time desc, job_guid desc, seq desc',
  },
] as const;

interface Reading {
  rows: number;
  bytes: number;
  ms: number;
  /** Memory of the controller's process: before, the most up to WARM_ROWS, the most. */
  megabytes: { before: number; warm: number; peak: number };
}

/** Whole exports of a controller that has just started, so that the memory is theirs; beside COPY of as many rows. */
export async function measureExports(
  database: Database,
  { origin, token, pid }: BenchController,
  only: RegExp,
  print: (text: string) => void
): Promise<void> {
  const cases = CASES.filter(({ name }) => only.test(`Exports: ${name}`));
  print(cases.length === 0 ? '' : `\n### Exports\n\n${HEAD}\n`);
  for (const { name, query, sql } of cases) {
    const reading = await readExport(`${origin}/api/v1/export?${query}`, token, () => megabytesOf(pid));
    refuseGrowth(name, reading);
    print(`${row(name, reading, await copyMs(database, `${sql} limit ${reading.rows}`))}\n`);
  }
}

const HEAD = `| export | rows | rows/s | MB/s | COPY rows/s | ratio | memory before, after ${WARM_ROWS / 1000}k rows, most (MB) |
|---|---:|---:|---:|---:|---:|---:|`;

async function readExport(url: string, token: string, memory: () => number): Promise<Reading> {
  const stop = new AbortController();
  const before = memory();
  const start = performance.now();
  const response = await fetch(url, { headers: { authorization: `Bearer ${token}` }, signal: stop.signal });
  if (!response.ok || response.body === null) {
    throw new Error(`Expected 200 for ${url}, got ${response.status}: ${await response.text()}`);
  }
  const reading: Reading = { rows: 0, bytes: 0, ms: 0, megabytes: { before, warm: before, peak: before } };
  let measured = start;
  for await (const chunk of response.body) {
    const bytes: Uint8Array = chunk;
    reading.bytes += bytes.length;
    for (let at = bytes.indexOf(10); at !== -1; at = bytes.indexOf(10, at + 1)) {
      reading.rows += 1;
    }
    const now = performance.now();
    if (now - measured > 100) {
      measured = now;
      const used = memory();
      reading.megabytes.peak = Math.max(reading.megabytes.peak, used);
      reading.megabytes.warm = reading.rows <= WARM_ROWS ? reading.megabytes.peak : reading.megabytes.warm;
    }
    reading.ms = now - start;
    if (reading.ms > READ_MS) {
      break;
    }
  }
  stop.abort();
  return reading;
}

function megabytesOf(pid: number): number {
  return Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })) / 1024;
}

function refuseGrowth(name: string, { rows, megabytes: { warm, peak } }: Reading): void {
  if (rows > WARM_ROWS && peak > warm * MOST_GROWTH) {
    throw new Error(
      `Expected the memory of the controller to stay below ${MOST_GROWTH} times what it was after ${WARM_ROWS} rows of "${name}", got ${peak.toFixed(0)} MB after ${warm.toFixed(0)} MB.`
    );
  }
}

/** The rows as PostgreSQL itself writes them out fastest. */
async function copyMs(database: Database, sql: string): Promise<number> {
  const client = await database.connect();
  try {
    const start = performance.now();
    const rows = client.query(copyTo(`copy (${sql}) to stdout csv`));
    rows.resume();
    await new Promise((resolve, reject) => rows.on('end', resolve).on('error', reject));
    return performance.now() - start;
  } finally {
    await client.end();
  }
}

function row(name: string, { rows, bytes, ms, megabytes }: Reading, handMs: number): string {
  const rate = (rows / ms) * 1000;
  const hand = (rows / handMs) * 1000;
  const memory = [megabytes.before, megabytes.warm, megabytes.peak].map((value) => value.toFixed(0)).join(', ');
  const figures = [rows, rate.toFixed(0), (bytes / ms / 1000).toFixed(1), hand.toFixed(0), (hand / rate).toFixed(1)];
  return `| ${[name, ...figures, memory].join(' | ')} |`;
}
