import type { EmbeddedPostgres } from '../database/embedded/embeddedPostgres';

/**
 * Keeps a PostgreSQL for the process that forked this one, and stops it when that one disconnects: because it is done, or
 * because it is gone, which may have been while PostgreSQL started.
 * @returns what stops it before.
 */
export function servePostgres(postgres: EmbeddedPostgres, cleanUp: () => void): (code: number) => Promise<void> {
  let stopping: Promise<void> | undefined;
  const stop = (code: number): Promise<void> =>
    (stopping ??= postgres.stop().then(() => {
      cleanUp();
      process.exit(code);
    }));
  process.once('disconnect', () => void stop(0));
  process.once('SIGTERM', () => void stop(0));
  // Ctrl-C goes to the whole group; the run that started us disconnects when it ends.
  process.on('SIGINT', () => undefined);
  if (!process.connected) {
    void stop(0);
  }
  return stop;
}
