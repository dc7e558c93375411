import { createHash, randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

const derive = promisify<string, Buffer, number, Buffer>(scrypt);
const HASH_BYTES = 32;
const NO_SALT = Buffer.alloc(16);

/** How a secret is stored: as scrypt's hash, which is slow on purpose. */
export interface Hashed {
  salt: Buffer;
  hash: Buffer;
}

export async function hashSecret(secret: string): Promise<Hashed> {
  const salt = randomBytes(16);
  return { salt, hash: await derive(secret, salt, HASH_BYTES) };
}

/** Takes as long as isSecret: else the time of an answer would tell which ids exist. */
export async function compareWithNone(secret: string): Promise<void> {
  await derive(secret, NO_SALT, HASH_BYTES);
}

/** `<id>.<secret>` → its parts. */
export function splitToken(token: string): { id: string; secret: string } | null {
  const [, id, secret] = /^([\w-]{1,64})\.([\w-]+)$/.exec(token) ?? [];
  return id === undefined || secret === undefined ? null : { id, secret };
}

/** In constant time. */
export async function isSecret(secret: string, row: Hashed): Promise<boolean> {
  return timingSafeEqual(await derive(secret, row.salt, HASH_BYTES), row.hash);
}

/** What a token is recognised by once it was verified. */
export function digestOf(token: string): string {
  return createHash('sha256').update(token).digest('base64');
}
