import type { Redis } from 'ioredis';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Dump {
  keys: Record<
    string,
    { type: 'string' | 'list' | 'hash'; ttl: number; value: string | string[] | Record<string, string> }
  >;
}

/** What a real agentcontroller8 and its agents left in Redis in a busy hour, byte for byte. */
export async function plantSample(redis: Redis): Promise<void> {
  const { keys } = JSON.parse(readFileSync(join(__dirname, 'ac8Redis.json'), 'utf8')) as Dump;
  for (const [key, { value }] of Object.entries(keys)) {
    if (typeof value === 'string') {
      await redis.set(key, value);
    } else if (Array.isArray(value)) {
      await redis.rpush(key, ...value);
    } else {
      await redis.hset(key, value);
    }
  }
}

/** A result as an agent or the controller writes it, in the hash and, when it has ended, in its list. */
export async function plantResult(
  redis: Redis,
  result: { id: string; gid: number; nid: number; state: string } & Record<string, unknown>,
  where: ReadonlyArray<'hash' | 'list'> = ['hash', 'list']
): Promise<void> {
  const { id, gid, nid } = result;
  const text = JSON.stringify({ cmd: '', args: null, data: '', level: 0, starttime: 0, time: 0, tags: '', ...result });
  if (where.includes('list')) {
    await redis.rpush(`cmd.${id}.${gid}.${nid}`, text);
  }
  if (where.includes('hash')) {
    await redis.hset(`jobresult:${id}`, `${gid}:${nid}`, text);
  }
}
