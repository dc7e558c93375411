import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { EmbeddedPostgres } from '../database/embedded/embeddedPostgres';

/**
 * A PostgreSQL with production's settings, for runs of several processes: started again when it is killed. A process of
 * its own keeps it, so that it ends when the run is killed.
 */
export async function startQuietPostgres(dataDir: string): Promise<EmbeddedPostgres> {
  const server = fork(join(__dirname, 'quietPostgresServer.ts'), [dataDir], {
    execArgv: ['--import', 'tsx'],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    detached: true,
  });
  const ended = once(server, 'exit');
  const [message] = (await Promise.race([
    once(server, 'message'),
    ended.then(([code]) => Promise.reject(new Error(`Expected PostgreSQL to start, its process ended with ${code}.`))),
  ])) as [{ url: string }];
  return {
    url: message.url,
    stop: async () => {
      if (server.connected) {
        server.disconnect();
      }
      await ended;
    },
  };
}
