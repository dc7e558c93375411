import pg from 'pg';
import type { Logger } from 'pino';
import type { ApiError } from '../errors/errors';
import { backendPid, destroyConnection, endConnection } from './connection';
import type { Sql } from './queryable';
import { askAtOnce, noAnswer } from './runStatement';

/** A new connection has to learn the days and indexes first: 100 ms and more. So some are kept for the next one who asks. */
const KEPT_MS = 600_000;
/** After so long without a word the kernel asks whether the other side is there, every second, ten times. */
const KEEP_ALIVE_MS = 5_000;
/** Whoever asks by `ask` wants to know now, also that there is no answer. */
const ASK_MS = 5_000;
/** A server that is there answers something more often: a controller asks it every two seconds. */
const UNANSWERED_MS = 4_000;
/** When all is closed: for statements that still run. */
const CLOSE_MS = 3_000;

/** PostgreSQL's int8 arrives as text; ids, times and counts here all fit a double exactly. */
const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    oid === pg.types.builtins.INT8 ? Number : pg.types.getTypeParser(oid, format)) as typeof pg.types.getTypeParser,
};

/** All connections of this process to its database: those of pools, of their own, and one to ask whether it is there. */
export interface Connections {
  /** `connectMs`: how long who wants a connection waits for a free one, or for a new one. */
  pool(max: number, options: string, connectMs: number): pg.Pool;
  /** Of its own; the caller ends it. */
  connect(): Promise<pg.Client>;
  /** On a connection that nobody else waits for, within seconds: else it fails as DATABASE_UNAVAILABLE. */
  ask<Row extends pg.QueryResultRow>(sql: Sql): Promise<Row[]>;
  /** Cancels the statement that runs on this connection. */
  cancel(client: pg.ClientBase): Promise<void>;
  /** Closes those that nothing runs on: they may be dead, and are quickly made again. */
  dropIdle(): void;
  /** Breaks those in use that the server knows nothing of. */
  dropUnknown(): Promise<void>;
  /** Nothing answers any more: all are broken, what runs on them fails, and until `answersAgain` nothing new is tried. */
  giveUp(): void;
  answersAgain(): void;
  /** Throws DATABASE_UNAVAILABLE while the database is given up. */
  throwIfSilent(): void;
  /** Something was answered. */
  noteAnswer(): void;
  /** DATABASE_UNAVAILABLE when nothing was answered lately: then it is not for others that somebody waits. */
  unanswered(): ApiError | undefined;
  close(): Promise<void>;
}

export function openConnections(settings: { url: string; connectMs: number; log: Logger }): Connections {
  return new OpenConnections(settings);
}

class OpenConnections implements Connections {
  private readonly settings: pg.PoolConfig;
  private readonly log: Logger;
  private readonly pools: pg.Pool[] = [];
  private readonly inUse = new Set<pg.ClientBase>();
  private readonly idle = new Set<pg.ClientBase>();
  private readonly asking: pg.Pool;
  private silent: ApiError | undefined;
  private answeredAt = performance.now();

  constructor({ url, connectMs, log }: { url: string; connectMs: number; log: Logger }) {
    this.log = log;
    this.settings = {
      connectionString: url,
      types,
      keepAlive: true,
      keepAliveInitialDelayMillis: KEEP_ALIVE_MS,
      connectionTimeoutMillis: connectMs,
      idleTimeoutMillis: KEPT_MS,
      application_name: 'openvcloud-jobs',
    };
    // Of its own, so that abandoned statements can be cancelled even when they hold all other connections.
    this.asking = this.watched(
      new pg.Pool({ ...this.settings, connectionTimeoutMillis: Math.min(connectMs, ASK_MS), max: 2, options: ASKING })
    );
  }

  pool(max: number, options: string, connectMs: number): pg.Pool {
    const settings = { ...this.settings, max, options, connectionTimeoutMillis: connectMs };
    const pool = this.watched(new pg.Pool(settings));
    pool.on('acquire', (client) => {
      this.idle.delete(client);
      this.inUse.add(client);
    });
    pool.on('release', (_error, client) => {
      this.inUse.delete(client);
      this.idle.add(client);
    });
    pool.on('remove', (client) => {
      this.inUse.delete(client);
      this.idle.delete(client);
    });
    return pool;
  }

  async connect(): Promise<pg.Client> {
    this.throwIfSilent();
    const client = new pg.Client(this.settings);
    client.on('error', (error) => this.log.warn({ err: error }, 'a database connection broke'));
    await client.connect();
    this.inUse.add(client);
    client.once('end', () => this.inUse.delete(client));
    return client;
  }

  async ask<Row extends pg.QueryResultRow>(sql: Sql): Promise<Row[]> {
    const client = await this.asking.connect();
    try {
      const rows = await askAtOnce<Row>(client, sql);
      this.noteAnswer();
      return rows;
    } finally {
      client.release();
    }
  }

  async cancel(client: pg.ClientBase): Promise<void> {
    await this.ask({ text: 'select pg_cancel_backend($1)', values: [backendPid(client)] });
  }

  dropIdle(): void {
    this.break(this.idle, noAnswer('on another connection'));
  }

  async dropUnknown(): Promise<void> {
    const suspects = [...this.inUse];
    const values = [suspects.map(backendPid)];
    const rows = await this.ask<{ pid: number }>({
      text: 'select pid from pg_stat_activity where pid = any($1::integer[])',
      values,
    });
    const known = new Set(rows.map(({ pid }) => pid));
    const dead = suspects.filter((client) => this.inUse.has(client) && !known.has(backendPid(client)));
    this.break(dead, noAnswer('on this connection, which it does not know'));
  }

  giveUp(): void {
    this.silent = noAnswer(`within ${ASK_MS / 1000} s, twice`);
    this.break([...this.idle, ...this.inUse], this.silent);
  }

  answersAgain(): void {
    this.silent = undefined;
  }

  throwIfSilent(): void {
    if (this.silent !== undefined) {
      throw this.silent;
    }
  }

  noteAnswer(): void {
    this.answeredAt = performance.now();
  }

  unanswered(): ApiError | undefined {
    const isLate = performance.now() - this.answeredAt > UNANSWERED_MS;
    return this.silent ?? (isLate ? noAnswer(`within ${UNANSWERED_MS / 1000} s`) : undefined);
  }

  async close(): Promise<void> {
    const timer = setTimeout(() => this.break(this.inUse, new Error('the controller stops')), CLOSE_MS);
    await Promise.all(this.pools.map((pool) => pool.end()));
    clearTimeout(timer);
  }

  private watched(pool: pg.Pool): pg.Pool {
    this.pools.push(pool);
    // The pool listens to idle connections only; one that breaks in use must not end the process. Its statement fails.
    pool.on('connect', (client) =>
      client.on('error', (error) => this.log.warn({ err: error }, 'a database connection broke'))
    );
    pool.on('error', () => undefined);
    return pool;
  }

  private break(clients: Iterable<pg.ClientBase>, reason: Error): void {
    [...clients].forEach((client) => destroyConnection(client, reason));
  }
}

const ASKING = '-c statement_timeout=4000 -c lock_timeout=2000 -c jit=off';
