import pg from 'pg';
import { ApiError } from '../errors/errors';
import { destroyConnection } from './connection';
import type { Connections } from './connections';
import type { QueryOptions, Sql, TimingListener, Transaction } from './queryable';
import { runStatement, throwIfAbandoned } from './runStatement';

interface LaneDeps {
  pool: pg.Pool;
  connections: Connections;
  /** PostgreSQL's own time limit of a statement on these connections. */
  serverMs: number;
  onEnded: TimingListener;
  /** Waits for a turn at the pool, and answers what ends it, or why there is none. */
  turn: () => Promise<(() => void) | ApiError>;
}

/** A way to the database: statements and transactions on the connections of a pool, each within its time. */
export class Lane {
  private readonly deps: LaneDeps;

  constructor(deps: LaneDeps) {
    this.deps = deps;
  }

  query<Row extends pg.QueryResultRow>(sql: Sql, options: QueryOptions): Promise<Row[]> {
    return this.withClient(options.signal, (client) => this.run<Row>(client, sql, options, this.deps.serverMs));
  }

  transaction<Result>(work: (transaction: Transaction) => Promise<Result>): Promise<Result> {
    return this.withClient(undefined, (client) => this.inTransaction(client, work));
  }

  private async withClient<Result>(
    signal: AbortSignal | undefined,
    work: (client: pg.PoolClient) => Promise<Result>
  ): Promise<Result> {
    const { pool, connections, turn } = this.deps;
    throwIfAbandoned(signal);
    connections.throwIfSilent();
    const endTurn = await turn();
    if (endTurn instanceof ApiError) {
      throw connections.unanswered() ?? endTurn;
    }
    try {
      // With a turn there is a connection: what does not come about is a fault of the database.
      const client = await pool.connect();
      try {
        return await work(client);
      } finally {
        client.release();
      }
    } finally {
      endTurn();
    }
  }

  private async run<Row extends pg.QueryResultRow>(
    client: pg.PoolClient,
    sql: Sql,
    { signal, name = 'other', ...budget }: QueryOptions,
    serverMs: number
  ): Promise<Row[]> {
    const { connections, onEnded } = this.deps;
    const start = performance.now();
    let failure: unknown;
    try {
      const limits = { signal, budgetMs: budgetOf(budget), serverMs };
      return await this.answered(runStatement<Row>(client, sql, limits, () => connections.cancel(client)));
    } catch (error) {
      failure = error;
      throw error;
    } finally {
      onEnded(name, (performance.now() - start) / 1000, failure);
    }
  }

  /** An error of PostgreSQL is an answer, too. */
  private async answered<Rows>(statement: Promise<Rows>): Promise<Rows> {
    const { connections } = this.deps;
    try {
      const rows = await statement;
      connections.noteAnswer();
      return rows;
    } catch (error) {
      if (error instanceof pg.DatabaseError) {
        connections.noteAnswer();
      }
      throw error;
    }
  }

  private async inTransaction<Result>(
    client: pg.PoolClient,
    work: (transaction: Transaction) => Promise<Result>
  ): Promise<Result> {
    let { serverMs } = this.deps;
    const plain = (text: string) => {
      const limits = { budgetMs: Infinity, serverMs };
      return this.answered(runStatement(client, { text, values: [] }, limits, () => Promise.resolve()));
    };
    const transaction: Transaction = {
      client,
      query: (sql, options = {}) => this.run(client, sql, options, serverMs),
      liftTimeLimit: async () => {
        await plain('set local statement_timeout = 0');
        serverMs = Infinity;
      },
    };
    await plain('begin');
    try {
      const result = await work(transaction);
      await plain('commit');
      return result;
    } catch (error) {
      // One that fails leaves a connection that its pool takes back no more.
      await plain('rollback').catch((cause: Error) => destroyConnection(client, cause));
      throw error;
    }
  }
}

/** What is left of the request's time, when that is less than the statement's own budget. */
function budgetOf({ budgetMs = Infinity, deadline = Infinity }: QueryOptions): number {
  const left = deadline - performance.now();
  if (left <= 0) {
    throw new ApiError('QUERY_BUDGET', 'Expected an answer within the time budget of the request, got none so far.');
  }
  return Math.min(budgetMs, left);
}
