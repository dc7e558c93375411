import { cpus, loadavg, totalmem } from 'node:os';
import type { Database } from '../../controller/src/database/database';
import type { BenchOptions } from './options';
import type { SeedRecord } from './seed/seedRecord';
import { dayText, seedSpan } from './seed/seedSpan';

/** What the figures below it belong to. */
export async function heading(
  database: Database,
  { jobs, logs, days, day }: SeedRecord,
  { clients, requests }: BenchOptions,
  { psql, texts }: { psql: string; texts: string }
): Promise<string> {
  const [server] = await database.read<{ server_version: string }>({ text: 'show server_version', values: [] });
  const machine = `${cpus().length} × ${cpus()[0]?.model ?? 'CPU'}, ${Math.round(totalmem() / 2 ** 30)} GB, load ${loadavg()[0]?.toFixed(2)}`;
  const aheadMs = seedSpan({ day, days }).end - Date.now();
  // A list begins at the present: in production no jobs lie beyond it.
  const ahead =
    aheadMs > 0 ? ` Jobs lie up to ${Math.ceil(aheadMs / 60_000)} min ahead of the clock: measure later.` : '';
  return `${new Date().toISOString().slice(0, 10)}, ${machine}; PostgreSQL ${server?.server_version}, psql ${psql}, Node ${process.version}

${jobs} jobs, ${logs} log lines, of ${days} days up to ${dayText(day)}, ${texts}. ${clients} clients, up to ${requests} samples.${ahead}`;
}
