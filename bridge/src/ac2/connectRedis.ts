import { Redis } from 'ioredis';
import type { RedisSettings } from '../config';

const ANSWER_WITHIN_MS = 30_000;
const CONNECT_WITHIN_MS = 10_000;

/** Connects when it is first asked. A command that is not answered fails, and is asked again with the next pass; who reads listens to its errors. */
export function connectRedis({ host, port, database, username, password, tls }: RedisSettings): Redis {
  return new Redis({
    host,
    port,
    db: database,
    lazyConnect: true,
    connectTimeout: CONNECT_WITHIN_MS,
    commandTimeout: ANSWER_WITHIN_MS,
    maxRetriesPerRequest: 1,
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password }),
    ...(tls === undefined ? {} : { tls: tls.ca === undefined ? {} : { ca: tls.ca } }),
  });
}
