import type { Queryable } from '../database/queryable';

/** A caller's own key: two callers may choose the same. */
export interface IdempotencyKey {
  gid: number;
  tokenId: string;
  key: string;
}

/** How long an answer is kept. */
export const KEPT_MS = 24 * 3_600_000;

/**
 * Takes the key for this request; undefined = it is new. While another transaction holds it, this waits for its end, and
 * then answers what that one has kept.
 */
export async function claimKey(
  transaction: Queryable,
  { gid, tokenId, key }: IdempotencyKey,
  request: string,
  now: number
): Promise<{ request: string; answer: string | null } | undefined> {
  const claimed = await transaction.query({
    text: `insert into idempotency_keys as k (gid, token_id, key, request, created_at) values ($1, $2, $3, $4, $5)
           on conflict (gid, token_id, key) do update set request = excluded.request, answer = null, created_at = excluded.created_at
             where k.created_at <= $6
           returning key`,
    values: [gid, tokenId, key, request, now, now - KEPT_MS],
  });
  if (claimed.length > 0) {
    return undefined;
  }
  const [former] = await transaction.query<{ request: string; answer: string | null }>({
    text: 'select request, answer from idempotency_keys where gid = $1 and token_id = $2 and key = $3',
    values: [gid, tokenId, key],
  });
  return former;
}

export async function keepAnswer(
  transaction: Queryable,
  { gid, tokenId, key }: IdempotencyKey,
  answer: string
): Promise<void> {
  await transaction.query({
    text: 'update idempotency_keys set answer = $4 where gid = $1 and token_id = $2 and key = $3',
    values: [gid, tokenId, key, answer],
  });
}

export async function forgetOldKeys(database: Queryable, gid: number, now: number): Promise<void> {
  await database.query({
    text: 'delete from idempotency_keys where gid = $1 and created_at <= $2',
    values: [gid, now - KEPT_MS],
  });
}
