import { mkdirSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { DatabaseError } from 'pg';
import { pino } from 'pino';
import { buildApp } from '../src/app';
import { readConfig } from '../src/config';
import { openDatabase, READ_BUDGET_MS, type Database } from '../src/database/database';
import { startEmbeddedPostgres } from '../src/database/embedded/embeddedPostgres';
import { migrate } from '../src/database/migrate';
import { buildServices } from '../src/services';
import { TextIndexes } from '../src/store/textIndexes';
import type { BenchCase } from './benchCase';
import { benchCases } from './cases';
import { measureExports } from './export';
import { measure, type Percentiles } from './measure';
import { HELP, readOptions, type BenchOptions } from './options';
import { recording, rowsScanned } from './rowsScanned';
import { seed, SEED_END } from './seed';

/** Longest time spent on one column of one line. */
const CASE_BUDGET_MS = 2_000;
const STATEMENT_TIMEOUT = '57014';
const TOO_LONG = `> ${READ_BUDGET_MS / 1000} s`;

interface Line {
  name: string;
  api: Percentiles;
  /** Null: longer than the controller lets a read take. */
  sql: Percentiles | null;
  rows: number;
}

async function bench(options: BenchOptions): Promise<void> {
  mkdirSync(options.data, { recursive: true });
  const log = pino({ level: 'warn' });
  const postgres = await startEmbeddedPostgres({ dataDir: options.data, log });
  const database = openDatabase({ url: postgres.url, log });
  try {
    await migrate(database, log);
    await seed(database, { ...options, report: (message) => process.stderr.write(`${message}\n`) });
    await new TextIndexes({ database, now: () => SEED_END + 86_400_000, log }).pass(new AbortController().signal);
    const lines = await measureReads(database, options);
    process.stdout.write(`${heading(options)}\n\n${table(lines)}\n`);
    process.stdout.write(`\n${await measureExports(database, postgres.url, options.data)}\n`);
  } finally {
    await database.close();
    await postgres.stop();
  }
}

/** The controller's own app, over HTTP, on the seeded database. */
async function measureReads(database: Database, options: BenchOptions): Promise<Line[]> {
  const recorded = recording(database);
  const stopping = new AbortController();
  const config = readConfig({ DATA_DIR: options.data, JUMPSCRIPTS_DIR: options.data }, '/');
  const log = pino({ level: 'fatal' });
  const services = buildServices({
    config,
    database: recorded.database,
    log,
    now: Date.now,
    stopping: stopping.signal,
  });
  const { token } = await services.tokens.create({ name: 'bench', role: 'viewer', nid: null, grid: 'all' });
  const app = await buildApp(services);
  try {
    const url = await app.listen({ host: '127.0.0.1', port: 0 });
    const ask = async (path: string) => {
      const response = await fetch(`${url}${path}`, { headers: { authorization: `Bearer ${token}` } });
      const text = await response.text();
      if (!response.ok) {
        throw new Error(`Expected 200 for ${path}, got ${response.status}: ${text.slice(0, 300)}`);
      }
    };
    const lines: Line[] = [];
    for (const one of benchCases(await longestJob(database), options.logs)) {
      const line = await measureCase(one, ask, database, recorded.take, options).catch((error: unknown) => {
        process.stderr.write(`${one.name}: ${error instanceof Error ? error.message : String(error)}\n`);
        return null;
      });
      if (line !== null) {
        lines.push(line);
        process.stderr.write(`${row(line)}\n`);
      }
    }
    return lines;
  } finally {
    stopping.abort();
    await app.close();
  }
}

async function measureCase(
  { name, path, sql }: BenchCase,
  ask: (path: string) => Promise<void>,
  database: Database,
  taken: () => Parameters<typeof rowsScanned>[1],
  { requests, clients }: BenchOptions
): Promise<Line> {
  const limits = { requests, clients, budgetMs: CASE_BUDGET_MS };
  taken();
  await ask(path);
  const statements = taken().filter(({ text }) => !text.includes('tokens'));
  const api = await measure(() => ask(path), limits);
  const rows = await rowsScanned(database, statements);
  const byHand = async () => {
    await database.read({ text: sql, values: [] });
  };
  const hand = await measure(byHand, limits).catch((error: unknown) => {
    if (error instanceof DatabaseError && error.code === STATEMENT_TIMEOUT) {
      return null;
    }
    throw error;
  });
  return { name, api, sql: hand, rows };
}

async function longestJob(database: Database): Promise<string> {
  const [row] = await database.read<{ guid: string }>({
    text: 'select guid from jobs where not is_live order by time_create, guid limit 1',
    values: [],
  });
  return row?.guid ?? '';
}

function heading({ jobs, logs, clients }: BenchOptions): string {
  const size = `${cpus().length} × ${cpus()[0]?.model ?? 'CPU'}, ${Math.round(totalmem() / 2 ** 30)} GB`;
  return `${new Date().toISOString().slice(0, 10)}, ${size}; ${jobs} jobs, ${logs} log lines, ${clients} clients`;
}

function table(lines: readonly Line[]): string {
  const head = [
    '| ms | p50 | p95 | p99 | SQL p50 | SQL p95 | p95 ratio | rows scanned |',
    '|---|---:|---:|---:|---:|---:|---:|---:|',
  ];
  return [...head, ...lines.map(row)].join('\n');
}

function row({ name, api, sql, rows }: Line): string {
  const text = (ms: number) => ms.toFixed(1);
  const hand =
    sql === null ? [TOO_LONG, TOO_LONG, '–'] : [text(sql.p50), text(sql.p95), (api.p95 / sql.p95).toFixed(2)];
  const cells = [name.replaceAll('|', '\\|'), ...[api.p50, api.p95, api.p99].map(text), ...hand, Math.round(rows)];
  return `| ${cells.join(' | ')} |`;
}

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  if (options === null) {
    process.stdout.write(HELP);
    return;
  }
  await bench(options);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
