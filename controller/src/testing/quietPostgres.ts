import { pino } from 'pino';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../database/embedded/embeddedPostgres';

/** A PostgreSQL with production's settings, for runs of several processes: started again when it is killed. */
export function startQuietPostgres(dataDir: string): Promise<EmbeddedPostgres> {
  return startEmbeddedPostgres({ dataDir, log: pino({ level: 'silent' }) });
}
