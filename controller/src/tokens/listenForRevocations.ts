import type { Logger } from 'pino';
import type { Database } from '../database/database';
import { listen } from '../database/listen';
import { REVOKED_CHANNEL, type Tokens } from './tokens';

/**
 * Forgets a token when any controller on this database revokes it, until `signal` is aborted. It comes at once however busy the
 * connections for requests are; what it misses, those who remember a token find out by themselves within seconds.
 */
export function listenForRevocations(
  database: Database,
  gid: number,
  tokens: Pick<Tokens, 'forget'>,
  log: Logger,
  signal: AbortSignal
): Promise<void> {
  const channel = {
    name: REVOKED_CHANNEL,
    onNotice: (payload = '') => {
      const [, of, id] = /^(\d+) (.+)$/.exec(payload) ?? [];
      if (id !== undefined && Number(of) === gid) {
        tokens.forget(id);
      }
    },
    onListening: () => undefined,
    brokenWords:
      'not told of revoked tokens: the database connection broke; they are found out within seconds meanwhile',
  };
  return listen(database, channel, log, signal);
}
