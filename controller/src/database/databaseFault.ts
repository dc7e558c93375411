import { ConfigError } from '@openvcloud/settings';

interface Fault {
  got: string;
  /** Absent: nothing is wrong with the setting, and another start may succeed. */
  correct?: string;
}

/** PostgreSQL's SQLSTATE, or the code of a connection that did not come about. */
const BY_CODE: Readonly<Record<string, (message: string) => Fault>> = {
  '28P01': (message) => ({ got: message, correct: 'Correct its user or password.' }),
  '28000': (message) => ({ got: message, correct: 'Correct its user, or let pg_hba.conf allow it.' }),
  '3D000': (message) => ({ got: message, correct: 'Create that database, or name another one.' }),
  '42501': (message) => ({ got: message, correct: 'Make its user the owner of the database.' }),
  '25006': (message) => ({ got: message, correct: 'Name the primary, or let it take changes.' }),
  '53100': (message) => ({ got: `a full disk (${message})` }),
  '53300': (message) => ({ got: message }),
  '57P03': (message) => ({ got: message }),
  ENOENT: (message) => ({
    got: `a file that cannot be read (${message})`,
    correct: 'Correct sslrootcert, sslcert or sslkey.',
  }),
  ECONNREFUSED: () => ({ got: 'a refused connection: nothing listens there' }),
  ENOTFOUND: () => ({ got: 'no address for the name of its host' }),
  EAI_AGAIN: () => ({ got: 'no address for the name of its host: no name server answers' }),
  EHOSTUNREACH: () => ({ got: 'no way to its host' }),
  ENETUNREACH: () => ({ got: 'no way to its host' }),
  ETIMEDOUT: () => ({ got: 'no answer in time' }),
  ECONNRESET: () => ({ got: 'a closed connection: perhaps no PostgreSQL listens there' }),
};

/** Where pg and Node have no code. */
const BY_MESSAGE: ReadonlyArray<[RegExp, Fault]> = [
  [/timeout/i, { got: 'no answer in time' }],
  [/terminated unexpectedly/, { got: 'a closed connection: perhaps no PostgreSQL listens there' }],
  [/does not support SSL/, { got: 'a server without TLS', correct: 'Leave out sslmode, or turn on TLS there.' }],
];
const DISTRUST = /^(CERT_|ERR_TLS_CERT_|SELF_SIGNED_|DEPTH_ZERO_SELF_SIGNED|UNABLE_TO_(GET|VERIFY)_)/;

/**
 * What is wrong with DATABASE_URL, by what became of the first statement: expected, got, what to do, and never the password.
 * Any other error stays as it is.
 */
export function databaseFault(url: string, thrown: unknown): unknown {
  const fault = faultOf(thrown) ?? faultOf(member(thrown, 'cause'));
  if (fault === undefined) {
    return thrown;
  }
  const { got, correct } = fault;
  const detail = `DATABASE_URL: expected a PostgreSQL to use at ${placeOf(url)}, got ${got}.`;
  return correct === undefined
    ? new Error(`${detail} Start it or wait for it, or correct DATABASE_URL.`, { cause: thrown })
    : new ConfigError(`${detail} ${correct}`);
}

function faultOf(error: unknown): Fault | undefined {
  const code = String(member(error, 'code') ?? '');
  const message = String(member(error, 'message') ?? '');
  if (DISTRUST.test(code)) {
    return { got: `a certificate that is not trusted (${message})`, correct: 'Give its authority as sslrootcert.' };
  }
  return BY_CODE[code]?.(message) ?? BY_MESSAGE.find(([pattern]) => pattern.test(message))?.[1];
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

/** `user@host:port/database` */
function placeOf(url: string): string {
  const { username, hostname, port, pathname, searchParams } = new URL(url);
  const host = hostname || searchParams.get('host') || 'localhost';
  return `${username}@${host}:${port || '5432'}${pathname}`;
}
