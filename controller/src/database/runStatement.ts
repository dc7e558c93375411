import type pg from 'pg';
import { ApiError } from '../errors/errors';
import { afterSilence } from '../timing/afterSilence';
import { destroyConnection } from './connection';

/** PostgreSQL ends a statement at its time limit by itself: one that says nothing so long after it has lost its connection. */
export const SILENCE_MARGIN_MS = 5_000;

export interface StatementLimits {
  /** Aborting cancels the statement in PostgreSQL, not only our waiting for it. */
  signal?: AbortSignal | undefined;
  /** Longest time it may take: then it is cancelled. */
  budgetMs: number;
  /** PostgreSQL's own limit for it. */
  serverMs: number;
}

/**
 * Runs one statement on a connection. Whatever became of the server, it ends: without an answer until its limit and a
 * margin have passed, the connection is given up and the statement fails as DATABASE_UNAVAILABLE.
 */
export async function runStatement<Row extends pg.QueryResultRow>(
  client: pg.ClientBase,
  { text, values }: { text: string; values: readonly unknown[] },
  { signal, budgetMs, serverMs }: StatementLimits,
  cancel: () => Promise<unknown>
): Promise<Row[]> {
  throwIfAbandoned(signal);
  let cancelling: Promise<unknown> | undefined;
  const stop = () => {
    cancelling ??= cancel().catch(() => undefined);
  };
  const timer = budgetMs === Infinity ? undefined : setTimeout(stop, budgetMs);
  const isAnswered = giveUpUnanswered(client, Math.min(budgetMs, serverMs) + SILENCE_MARGIN_MS);
  signal?.addEventListener('abort', stop, { once: true });
  try {
    const result = await client.query<Row>(text, [...values]);
    return result.rows;
  } catch (error) {
    throwIfAbandoned(signal);
    throw error;
  } finally {
    isAnswered();
    clearTimeout(timer);
    signal?.removeEventListener('abort', stop);
    // A cancel still on its way must not hit the statement this connection runs next.
    await cancelling;
  }
}

/** A statement that takes no time: whoever asks wants to know within seconds, also that there is no answer. */
export function askAtOnce<Row extends pg.QueryResultRow>(
  client: pg.ClientBase,
  sql: { text: string; values: readonly unknown[] }
): Promise<Row[]> {
  return runStatement<Row>(client, sql, { budgetMs: Infinity, serverMs: 0 }, () => Promise.resolve());
}

/** Answers what is to be called when the answer has come. */
function giveUpUnanswered(client: pg.ClientBase, ms: number): () => void {
  return ms === Infinity
    ? () => undefined
    : afterSilence(ms, () => destroyConnection(client, noAnswer(`within ${Math.round(ms / 1000)} s`)));
}

export function noAnswer(when: string): ApiError {
  return new ApiError('DATABASE_UNAVAILABLE', `Expected the database to answer ${when}, got nothing.`);
}

export function throwIfAbandoned(signal: AbortSignal | undefined): void {
  if (signal?.aborted) {
    throw new ApiError('REQUEST_ABANDONED', 'Expected the caller to wait for the answer, got a closed connection.');
  }
}
