import type { Role, TokenInfo } from '@openvcloud/contract';
import { randomBytes } from 'node:crypto';
import type { Database } from '../database/database';
import type { Queryable, Transaction } from '../database/queryable';
import { ApiError } from '../errors/errors';
import { maskedId } from '../errors/maskedId';
import type { Caller, TokenVerifier } from '../http/authenticate';
import { compareWithNone, digestOf, isSecret, splitToken, type Hashed } from './secrets';
import { findToken, storeToken, toInfo, type NewToken, type TokenRow } from './tokenRow';

/** A revoked token is refused at the latest after this long, also by other controllers on the same database. */
const CACHE_MS = 5_000;
const MAX_CACHED = 20_000;
/** PostgreSQL channel on which controllers tell each other of revoked tokens: "<gid> <id>". */
export const REVOKED_CHANNEL = 'openvcloud_revoked';

interface Verified {
  id: string;
  hash: Buffer;
  caller: Caller | null;
  /** Until then, by `passed`, the row need not be read again. */
  freshUntil: number;
}

/** A token whose secret comes from outside, so that whoever starts the controller knows it. */
export interface TokenSeed {
  role: Role;
  secret: string;
  nid: number | null;
  /** Of a bridge's token. */
  source?: string;
}

/**
 * Tokens are `<id>.<secret>`; the database holds a scrypt hash of the secret. scrypt is slow on purpose, so a token is
 * derived once per process and then recognised by the SHA-256 of the whole token; its row is read again every few seconds.
 */
export class Tokens implements TokenVerifier {
  private readonly verified = new Map<string, Verified>();
  /** Seeds may have any form: their ids are found by digest. */
  private readonly seedIds = new Map<string, string>();
  /** Grows with each revocation: what was read before one must not be remembered after it. */
  private revocations = 0;
  private revoked: (id: string) => void = () => undefined;
  private readonly database: Database;
  private readonly gid: number;
  private readonly now: () => number;
  /** Milliseconds that pass, whatever becomes of the clock: one that is set back must not keep a revoked token. */
  private readonly passed: () => number;

  constructor(database: Database, gid: number, now: () => number, passed = () => performance.now()) {
    this.database = database;
    this.gid = gid;
    this.now = now;
    this.passed = passed;
  }

  isFamiliar(token: string): boolean {
    return this.verified.has(digestOf(token));
  }

  async verify(token: string): Promise<Caller | null> {
    const digest = digestOf(token);
    const known = this.verified.get(digest);
    if (known !== undefined && known.freshUntil > this.passed()) {
      return known.caller;
    }
    const parts = this.partsOf(token, digest);
    if (parts === null) {
      return null;
    }
    const { id, secret } = parts;
    const { revocations } = this;
    // Of the moment the row is read: comparing the secret takes its time.
    const freshUntil = this.passed() + CACHE_MS;
    const row = await findToken(this.database, this.gid, id);
    if (row === undefined && known === undefined) {
      await compareWithNone(secret);
    }
    const isValid = row !== undefined && (known?.hash.equals(row.hash) || (await isSecret(secret, row)));
    if (!isValid) {
      this.verified.delete(digest);
      return null;
    }
    const caller = this.callerOf(row);
    if (revocations === this.revocations) {
      this.remember(digest, { id, hash: row.hash, caller, freshUntil });
    }
    // Nobody waits for it: a database that takes no writes still lets readers in, and one who is let in is known at once to whoever revokes.
    void this.markUsed(row).catch(() => undefined);
    return caller;
  }

  /** Tokens of the settings have any form; their ids are known. */
  private partsOf(token: string, digest: string): { id: string; secret: string } | null {
    const seedId = this.seedIds.get(digest);
    return seedId === undefined ? splitToken(token) : { id: seedId, secret: token };
  }

  private callerOf({ id, role, name, nid, source, grid }: TokenRow): Caller {
    return { role, tokenId: id, name, nid, source, gid: grid === 'own' ? this.gid : null };
  }

  /** Which of these tokens have not been revoked. */
  async existing(ids: readonly string[]): Promise<Set<string>> {
    const rows = await this.database.read<{ id: string }>({
      text: 'select id from tokens where gid = $1 and id = any($2::text[])',
      values: [this.gid, ids],
    });
    return new Set(rows.map(({ id }) => id));
  }

  async list(): Promise<TokenInfo[]> {
    const rows = await this.database.read<TokenRow>({
      text: 'select * from tokens where gid = $1 order by created_at, id',
      values: [this.gid],
    });
    return rows.map(toInfo);
  }

  async create(request: NewToken, database: Queryable = this.database): Promise<{ token: string; info: TokenInfo }> {
    const id = randomBytes(8).toString('hex');
    const secret = randomBytes(32).toString('base64url');
    const row = await this.store(database, id, secret, { grid: 'own', source: null, ...request });
    return { token: `${id}.${secret}`, info: toInfo(row) };
  }

  /** Told of each token that is revoked here. */
  onRevoked(listener: (id: string) => void): void {
    this.revoked = listener;
  }

  /** In a transaction of the caller, who calls forget() once it has committed; without one, all of it. */
  async remove(id: string, transaction?: Transaction): Promise<void> {
    const database = transaction ?? this.database;
    const removed = await database.query<{ id: string }>({
      text: `with gone as (
               delete from tokens t where gid = $1 and id = $2
                 and (role <> 'admin' or exists (select 1 from tokens o where o.gid = t.gid and o.role = 'admin' and o.id <> t.id))
               returning id, salt, hash),
             remembered as (
               insert into revoked_seeds (gid, id, salt, hash, revoked_at)
               select $1, id, salt, hash, $3 from gone where id like 'seed-%' on conflict do nothing)
             select id from gone`,
      values: [this.gid, id, this.now()],
    });
    if (removed.length === 0) {
      throw (await findToken(this.database, this.gid, id)) === undefined
        ? new ApiError('UNKNOWN_TOKEN', `Expected the id of a token, got "${maskedId('id', id)}".`)
        : new ApiError('LAST_ADMIN', 'Expected another admin token to remain, got the only one.');
    }
    await this.announceRevoked(database, id);
    if (transaction === undefined) {
      this.forget(id);
    }
  }

  /** Of a token that has been removed: it is refused here from now on, and what it holds open ends. */
  forget(id: string): void {
    this.revocations += 1;
    for (const [digest, entry] of this.verified) {
      if (entry.id === id) {
        this.verified.delete(digest);
      }
    }
    this.revoked(id);
  }

  /**
   * Makes the seeds valid. A seed whose secret changed replaces the former one; one that was revoked with this secret stays
   * so, and is answered.
   */
  async plant(seeds: readonly TokenSeed[]): Promise<TokenSeed[]> {
    const revoked: TokenSeed[] = [];
    for (const seed of seeds) {
      const { role, secret: token, nid, source = null } = seed;
      const id = seedId(seed);
      const parts = splitToken(token);
      const isOfMadeForm = parts?.id === id;
      const secret = isOfMadeForm ? parts.secret : token;
      const row = await findToken(this.database, this.gid, id);
      if (row === undefined || !(await isSecret(secret, row))) {
        if (await this.wasRevoked(id, secret)) {
          revoked.push(seed);
          await this.drop(id);
          continue;
        }
        await this.store(this.database, id, secret, { name: id, role, nid, source, grid: 'all' });
        if (row !== undefined) {
          await this.announceRevoked(this.database, id);
        }
      }
      if (!isOfMadeForm) {
        this.seedIds.set(digestOf(token), id);
      }
    }
    return revoked;
  }

  private async wasRevoked(id: string, secret: string): Promise<boolean> {
    const rows = await this.database.read<Hashed>({
      text: 'select salt, hash from revoked_seeds where gid = $1 and id = $2',
      values: [this.gid, id],
    });
    for (const row of rows) {
      if (await isSecret(secret, row)) {
        return true;
      }
    }
    return false;
  }

  /** The secret that a seed had meanwhile: it is not given any more. */
  private async drop(id: string): Promise<void> {
    await this.database.query({ text: 'delete from tokens where gid = $1 and id = $2', values: [this.gid, id] });
    await this.announceRevoked(this.database, id);
  }

  /** Other controllers are told when it is committed. */
  private async announceRevoked(database: Queryable, id: string): Promise<void> {
    await database.query({ text: 'select pg_notify($1, $2)', values: [REVOKED_CHANNEL, `${this.gid} ${id}`] });
  }

  private store(database: Queryable, id: string, secret: string, token: Required<NewToken>): Promise<TokenRow> {
    return storeToken(database, { gid: this.gid, id, secret, createdAt: this.now() }, token);
  }

  private remember(digest: string, entry: Verified): void {
    if (this.verified.size >= MAX_CACHED) {
      this.verified.clear();
    }
    this.verified.set(digest, entry);
  }

  /** At most one write a minute and token. */
  private async markUsed(row: TokenRow): Promise<void> {
    if (row.last_used_at === null || row.last_used_at < this.now() - 60_000) {
      await this.database.query({
        text: 'update tokens set last_used_at = $3 where gid = $1 and id = $2',
        values: [this.gid, row.id, this.now()],
      });
    }
  }
}

/** Of roles that speak for a node or a source there is one for each. */
function seedId({ role, nid, source }: TokenSeed): string {
  const speaksFor = nid ?? source;
  return speaksFor === undefined ? `seed-${role}` : `seed-${role}-${speaksFor}`;
}
