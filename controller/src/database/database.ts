import pg from 'pg';
import type { Logger } from 'pino';
import { ApiError } from '../errors/errors';

/** A statement and its parameters; values are never part of the text. */
export interface Sql {
  text: string;
  values: readonly unknown[];
}

export interface QueryOptions {
  /** Aborting cancels the statement in PostgreSQL, not only our waiting for it. */
  signal?: AbortSignal;
  /** Longest time this statement may take; hitting it is the error QUERY_BUDGET. */
  budgetMs?: number;
  /** Until then (performance.now()) whatever is left of the request's own budget; see longRead. */
  deadline?: number;
  /** One of a request that may read for long: it has connections of its own. */
  isLong?: boolean;
  /** Name under which its time is measured. */
  name?: string;
}

/** Runs statements, inside a transaction or not. */
export interface Queryable {
  query<Row extends pg.QueryResultRow>(sql: Sql, options?: QueryOptions): Promise<Row[]>;
}

export interface Database extends Queryable {
  /** Read-only connections: a statement that writes fails. */
  read<Row extends pg.QueryResultRow>(sql: Sql, options?: QueryOptions): Promise<Row[]>;
  /** Commits when `work` returns, rolls back when it throws. */
  transaction<Result>(work: (transaction: Transaction) => Promise<Result>): Promise<Result>;
  /** A connection of its own, for LISTEN, COPY and advisory locks; the caller ends it. */
  connect(): Promise<pg.Client>;
  /** Told of every statement that ended; of a failed one with its error. */
  onTiming(listener: TimingListener): void;
  /** Told whenever a transaction has committed. */
  onCommit(listener: () => void): void;
  close(): Promise<void>;
}

type TimingListener = (name: string, seconds: number, error: unknown) => void;

export interface Transaction extends Queryable {
  /** The connection itself, for COPY. */
  readonly client: pg.PoolClient;
}

export interface DatabaseSettings {
  url: string;
  maxConnections?: number;
  /** How long to wait for a free connection, or for the server to take a new one. */
  connectMs?: number;
  log: Logger;
}

/** The longest that a read may take. */
export const READ_BUDGET_MS = 15_000;
/**
 * The longest that a read waits for a table that another transaction holds for itself: less than any budget, so that the answer
 * tells a lock from a filter that takes long.
 */
const READ_LOCK_MS = 4_000;
const WRITE_BUDGET_MS = 60_000;
/** A new connection has to learn the days and indexes first: 100 ms and more. So some are kept for the next one who asks. */
const KEPT_MS = 600_000;

/**
 * For lists, searches and whatever else may read for long: all statements of the request together have a read's budget, and
 * however many of them wait, counts, tokens and readiness do not wait behind them.
 */
export function longRead(options: QueryOptions): QueryOptions {
  return { ...options, isLong: true, deadline: performance.now() + READ_BUDGET_MS };
}

/** PostgreSQL's int8 arrives as text; ids, times and counts here all fit a double exactly. */
const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    oid === pg.types.builtins.INT8 ? Number : pg.types.getTypeParser(oid, format)) as typeof pg.types.getTypeParser,
};

export function openDatabase({ url, maxConnections = 20, connectMs = 10_000, log }: DatabaseSettings): Database {
  const base = {
    connectionString: url,
    types,
    keepAlive: true,
    connectionTimeoutMillis: connectMs,
    idleTimeoutMillis: KEPT_MS,
    application_name: 'openvcloud-jobs',
  };
  const share = (part: number) => Math.max(1, Math.round(maxConnections * part));
  const reading = `-c default_transaction_read_only=on -c statement_timeout=${READ_BUDGET_MS} -c lock_timeout=${READ_LOCK_MS} -c jit=off`;
  const reads = new pg.Pool({ ...base, max: share(0.2), options: reading });
  const longReads = new pg.Pool({ ...base, max: share(0.3), options: reading });
  const writes = new pg.Pool({
    ...base,
    max: share(0.5),
    options: `-c statement_timeout=${WRITE_BUDGET_MS} -c jit=off`,
  });
  // Of its own, so that abandoned statements can be cancelled even when they hold all other connections.
  const control = new pg.Pool({ ...base, max: 1 });
  const pools = [reads, longReads, writes, control];
  for (const pool of pools) {
    // The pool listens to idle connections only; one that breaks in use must not end the process. Its statement fails.
    pool.on('connect', (client) =>
      client.on('error', (error) => log.warn({ err: error }, 'a database connection broke'))
    );
    pool.on('error', () => undefined);
  }
  const listeners: TimingListener[] = [];
  let committed: () => void = () => undefined;

  const cancelBackend = async (client: pg.PoolClient) => {
    await control.query('select pg_cancel_backend($1)', [backendPid(client)]);
  };
  const run = async <Row extends pg.QueryResultRow>(
    client: pg.PoolClient,
    sql: Sql,
    options: QueryOptions
  ): Promise<Row[]> => {
    const start = performance.now();
    let failure: unknown;
    try {
      return await runCancellable<Row>(client, sql, options, cancelBackend);
    } catch (error) {
      failure = error;
      throw error;
    } finally {
      const seconds = (performance.now() - start) / 1000;
      listeners.forEach((listener) => listener(options.name ?? 'other', seconds, failure));
    }
  };
  const on = async <Row extends pg.QueryResultRow>(pool: pg.Pool, sql: Sql, options: QueryOptions): Promise<Row[]> => {
    throwIfAbandoned(options.signal);
    const client = await connected(pool);
    try {
      return await run<Row>(client, sql, options);
    } finally {
      client.release();
    }
  };

  return {
    read: (sql, options = {}) => on(options.isLong === true ? longReads : reads, sql, options),
    query: (sql, options = {}) => on(writes, sql, options),
    transaction: async (work) => {
      const result = await inTransaction(writes, (client) =>
        work({ client, query: (sql, options = {}) => run(client, sql, options) })
      );
      committed();
      return result;
    },
    connect: async () => {
      const client = new pg.Client(base);
      client.on('error', (error) => log.warn({ err: error }, 'a database connection broke'));
      await client.connect();
      return client;
    },
    onTiming: (listener) => {
      listeners.push(listener);
    },
    onCommit: (next) => {
      committed = next;
    },
    close: async () => {
      await Promise.all(pools.map((pool) => pool.end()));
    },
  };
}

async function runCancellable<Row extends pg.QueryResultRow>(
  client: pg.PoolClient,
  sql: Sql,
  { signal, ...budget }: QueryOptions,
  cancel: (client: pg.PoolClient) => Promise<void>
): Promise<Row[]> {
  throwIfAbandoned(signal);
  const budgetMs = budgetOf(budget);
  let cancelling: Promise<void> | undefined;
  const stop = () => {
    cancelling ??= cancel(client).catch(() => undefined);
  };
  const timer = budgetMs === undefined ? undefined : setTimeout(stop, budgetMs);
  signal?.addEventListener('abort', stop, { once: true });
  try {
    const result = await client.query<Row>(sql.text, [...sql.values]);
    return result.rows;
  } catch (error) {
    throwIfAbandoned(signal);
    throw error;
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', stop);
    // A cancel still on its way must not hit the statement this connection runs next.
    await cancelling;
  }
}

/** What is left of the request's time, when that is less than the statement's own budget. */
function budgetOf({ budgetMs = Infinity, deadline = Infinity }: QueryOptions): number | undefined {
  const left = deadline - performance.now();
  if (left <= 0) {
    throw new ApiError('QUERY_BUDGET', 'Expected an answer within the time budget of the request, got none so far.');
  }
  const least = Math.min(budgetMs, left);
  return least === Infinity ? undefined : least;
}

/** A pool whose connections are all taken is another fault than a database that does not answer. */
async function connected(pool: pg.Pool): Promise<pg.PoolClient> {
  try {
    return await pool.connect();
  } catch (cause) {
    if (pool.totalCount >= pool.options.max) {
      const detail = `Expected a free connection to the database in time, all ${pool.totalCount} were busy.`;
      throw new ApiError('BUSY', detail, { cause });
    }
    throw cause;
  }
}

async function inTransaction<Result>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<Result>): Promise<Result> {
  const client = await connected(pool);
  let isBroken = false;
  try {
    await client.query('begin');
    const result = await work(client);
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback').catch(() => {
      isBroken = true;
    });
    throw error;
  } finally {
    client.release(isBroken);
  }
}

function throwIfAbandoned(signal: AbortSignal | undefined): void {
  if (signal?.aborted) {
    throw new ApiError('REQUEST_ABANDONED', 'Expected the caller to wait for the answer, got a closed connection.');
  }
}

/** pg sets processID when it connects, but its types leave it out. */
function backendPid(client: pg.PoolClient): number {
  const pid: unknown = Reflect.get(client, 'processID');
  if (typeof pid !== 'number') {
    throw new Error('expected a connected client with a processID');
  }
  return pid;
}
