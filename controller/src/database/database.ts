import type pg from 'pg';
import type { Logger } from 'pino';
import { ApiError } from '../errors/errors';
import { openConnections, type Connections } from './connections';
import { Lane } from './lane';
import type { Queryable, QueryOptions, Sql, TimingListener, Transaction } from './queryable';
import { ReadTurns } from './readTurns';
import { Turns } from './turns';

export interface Database extends Queryable {
  /** Read-only connections: a statement that writes fails. */
  read<Row extends pg.QueryResultRow>(sql: Sql, options?: QueryOptions): Promise<Row[]>;
  /** Commits when `work` returns, rolls back when it throws. */
  transaction<Result>(work: (transaction: Transaction) => Promise<Result>): Promise<Result>;
  /** The same database for agents, for who lets them in, and for who judges them: its queries and transactions come first. */
  readonly first: Database;
  /** A connection of its own, for LISTEN, COPY and advisory locks; the caller ends it with endConnection. */
  connect(): Promise<pg.Client>;
  /** What is known of the connections, and what becomes of those that are dead. */
  readonly connections: Connections;
  /** Told of every statement that ended; of a failed one with its error. */
  onTiming(listener: TimingListener): void;
  /** Told whenever a transaction has committed. */
  onCommit(listener: () => void): void;
  /** Resolves within seconds, also when the server does not answer. */
  close(): Promise<void>;
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

/**
 * For lists, searches and whatever else may read for long: all statements of the request together have a read's budget, and
 * however many of them wait, counts, tokens and readiness do not wait behind them.
 */
export function longRead(options: QueryOptions): QueryOptions {
  return { ...options, isLong: true, deadline: performance.now() + READ_BUDGET_MS };
}

/** How long who wants a connection waits for his turn, or for the server to take a new one. */
const CONNECT_MS = 10_000;
/** For the server alone. */
const SERVER_MS = 5_000;

export function openDatabase({ url, maxConnections = 20, connectMs = CONNECT_MS, log }: DatabaseSettings): Database {
  const connections = openConnections({ url, connectMs, log });
  const share = (part: number) => Math.max(1, Math.round(maxConnections * part));
  const listeners: TimingListener[] = [];
  const onEnded: TimingListener = (...timing) => listeners.forEach((listener) => listener(...timing));
  const reading = `-c default_transaction_read_only=on -c statement_timeout=${READ_BUDGET_MS} -c lock_timeout=${READ_LOCK_MS} -c jit=off`;
  const readLane = (part: number) => {
    const size = share(part);
    const turns = new ReadTurns(size);
    // Whoever has a turn waits for the server only.
    const pool = connections.pool(size, reading, Math.min(connectMs, SERVER_MS));
    return new Lane({ pool, connections, onEnded, serverMs: READ_BUDGET_MS, turn: () => turns.take(connectMs) });
  };
  const [reads, longReads] = [readLane(0.2), readLane(0.3)];
  const writing = `-c statement_timeout=${WRITE_BUDGET_MS} -c jit=off`;
  const pool = connections.pool(share(0.5), writing, Math.min(connectMs, SERVER_MS));
  const turns = new Turns(share(0.5), share(0.2));
  const writeLane = (isFirst: boolean) => {
    const turn = async () => (await turns.take(isFirst, connectMs)) ?? overloaded();
    return new Lane({ pool, connections, onEnded, serverMs: WRITE_BUDGET_MS, turn });
  };
  let committed: () => void = () => undefined;

  const writingBy = (writes: Lane): Omit<Database, 'first'> => ({
    read: (sql, options = {}) => (options.isLong === true ? longReads : reads).query(sql, options),
    query: (sql, options = {}) => writes.query(sql, options),
    transaction: async (work) => {
      const result = await writes.transaction(work);
      committed();
      return result;
    },
    connect: () => connections.connect(),
    connections,
    onTiming: (listener) => {
      listeners.push(listener);
    },
    onCommit: (next) => {
      committed = next;
    },
    close: () => connections.close(),
  });
  const first: Database = {
    ...writingBy(writeLane(true)),
    get first() {
      return first;
    },
  };
  return { ...writingBy(writeLane(false)), first };
}

function overloaded(): ApiError {
  const detail = 'Expected a turn at the database within seconds, got none: too many requests write at a time.';
  return new ApiError('OVERLOADED', detail, { headers: { 'retry-after': '2' } });
}
