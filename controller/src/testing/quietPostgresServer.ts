import { pino } from 'pino';
import { startEmbeddedPostgres } from '../database/embedded/embeddedPostgres';
import { servePostgres } from './servePostgres';

/** The process of quietPostgres.ts: PostgreSQL on the folder it was given, whose URL it sends. */
async function main(dataDir: string): Promise<void> {
  const postgres = await startEmbeddedPostgres({ dataDir, log: pino({ level: 'silent' }) });
  servePostgres(postgres, () => undefined);
  process.send?.({ url: postgres.url });
}

main(process.argv[2] ?? '').catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exit(1);
});
