import type { Struck } from '../evidence/evidence';

/** That an agent or a controller ended, as its supervisor says it. */
export interface Ending {
  at: number;
  message: string;
}

/** A controller that starts needs its database; PostgreSQL may have just been killed, or be about to accept connections. */
const DATABASE_BACK_MS = 10_000;

/** What no fault has done: neither killed by one, nor a controller that began while PostgreSQL was away. */
export function endedUnasked(endings: readonly Ending[], struck: readonly Struck[]): string[] {
  const of = (...kinds: Array<Struck['kind']>) => struck.filter(({ kind }) => kinds.includes(kind));
  const isKilled = ({ message }: Ending): boolean => message.includes('was killed by SIGKILL');
  const isWithoutDatabase = ({ at, message }: Ending): boolean =>
    message.startsWith('controller-') &&
    message.includes('ended with exit code 1') &&
    of('killPostgres').some(({ from, to }) => from <= at && at <= to + DATABASE_BACK_MS);
  const killed = endings.filter(isKilled).slice(of('killAgent', 'killController').length);
  const others = endings.filter((ending) => !isKilled(ending) && !isWithoutDatabase(ending));
  return [...others, ...killed].map(({ message }) => message);
}
