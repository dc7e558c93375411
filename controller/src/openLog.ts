import { pino, type DestinationStream, type Logger } from 'pino';
import type { Config } from './config';

/** PostgreSQL's errors quote rows in these ("Failing row contains ..."), and rows hold the arguments of jobs. */
const QUOTING = ['detail', 'where', 'internalQuery'].flatMap((field) => [`err.${field}`, `err.more.cause.${field}`]);

export function openLog({ logLevel, gid }: Pick<Config, 'logLevel' | 'gid'>, to?: DestinationStream): Logger {
  const options = { level: logLevel, base: { gid }, redact: { paths: QUOTING, remove: true } };
  return to === undefined ? pino(options) : pino(options, to);
}
