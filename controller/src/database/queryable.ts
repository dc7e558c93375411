import type pg from 'pg';

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

export interface Transaction extends Queryable {
  /** The connection itself, for COPY. */
  readonly client: pg.PoolClient;
  /** What follows in this transaction may take as long as it takes. */
  liftTimeLimit(): Promise<void>;
}

/** `error`: what it failed with. */
export type TimingListener = (name: string, seconds: number, error: unknown) => void;
