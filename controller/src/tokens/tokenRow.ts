import type { Role, TokenGrid, TokenInfo } from '@openvcloud/contract';
import type { Database } from '../database/database';
import type { Queryable } from '../database/queryable';
import { hashSecret } from './secrets';

export interface NewToken {
  name: string;
  role: Role;
  nid: number | null;
  /** Of a bridge: the source it speaks for. */
  source?: string | null;
  /** Which grids it reads: only its controller's unless said otherwise. */
  grid?: TokenGrid;
}

export interface TokenRow {
  id: string;
  name: string;
  role: Role;
  nid: number | null;
  source: string | null;
  grid: TokenGrid;
  salt: Buffer;
  hash: Buffer;
  created_at: number;
  last_used_at: number | null;
}

export async function findToken(database: Database, gid: number, id: string): Promise<TokenRow | undefined> {
  const [row] = await database.read<TokenRow>({
    text: 'select * from tokens where gid = $1 and id = $2',
    values: [gid, id],
  });
  return row;
}

/** A token of this id that there is gets the new secret. `createdAt`: epoch milliseconds. */
export async function storeToken(
  database: Queryable,
  { gid, id, secret, createdAt }: { gid: number; id: string; secret: string; createdAt: number },
  { name, role, nid, source, grid }: Required<NewToken>
): Promise<TokenRow> {
  const { salt, hash } = await hashSecret(secret);
  const [row] = await database.query<TokenRow>({
    text: `insert into tokens (gid, id, name, role, nid, grid, salt, hash, created_at, source) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
           on conflict (gid, id) do update set role = excluded.role, nid = excluded.nid, source = excluded.source, grid = excluded.grid, salt = excluded.salt, hash = excluded.hash, created_at = excluded.created_at
           returning *`,
    values: [gid, id, name, role, nid, grid, salt, hash, createdAt, source],
  });
  if (row === undefined) {
    throw new Error('expected the inserted token row');
  }
  return row;
}

export function toInfo(row: TokenRow): TokenInfo {
  return {
    id: row.id,
    name: row.name,
    role: row.role,
    nid: row.nid,
    source: row.source,
    grid: row.grid,
    createdAt: row.created_at,
    lastUsedAt: row.last_used_at,
  };
}
