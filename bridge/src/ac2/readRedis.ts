import type { Redis } from 'ioredis';
import { reasonOf } from '../texts/reasonOf';

/** Names that SCAN looks at in one command: it must not hold up the controller that works on this Redis. */
const SCAN_COUNT = 500;
/** Commands that are sent together. */
const AT_ONCE = 100;
/** Elements of a list in one command. */
const ELEMENTS = 200;

/** The Redis of AC2 or AC8, read only: there is nothing here that writes, waits or lists all keys at once. */
export class ReadRedis {
  private readonly redis: Redis;
  private lastFault: Error | undefined;

  constructor(redis: Redis) {
    this.redis = redis;
    redis.on('error', (error) => (this.lastFault = error));
  }

  /** Why a command failed: of a connection that was not made, ioredis tells commands only that it gave up. */
  reasonFor(error: unknown): unknown {
    const isAway = error instanceof Error && error.name === 'MaxRetriesPerRequestError';
    return isAway && this.lastFault !== undefined
      ? new Error(`Its Redis is away: ${reasonOf(this.lastFault)}`, { cause: error })
      : error;
  }

  /** Keys of the pattern. What is there all the while is among them; some may come twice. */
  async scan(pattern: string): Promise<Set<string>> {
    const keys = new Set<string>();
    let cursor = '0';
    do {
      const [next, found] = await this.redis.scan(cursor, 'MATCH', pattern, 'COUNT', SCAN_COUNT);
      found.forEach((key) => keys.add(key));
      cursor = next;
    } while (cursor !== '0');
    return keys;
  }

  /** Of keys that are no hash, or are gone, nothing. */
  async hashes(keys: readonly string[]): Promise<Map<string, Record<string, string>>> {
    const hashes = new Map<string, Record<string, string>>();
    for (let at = 0; at < keys.length; at += AT_ONCE) {
      const part = keys.slice(at, at + AT_ONCE);
      const pipeline = this.redis.pipeline();
      part.forEach((key) => pipeline.hgetall(key));
      const answers = await answersOf(pipeline);
      part.forEach((key, place) => {
        const hash = answers[place];
        if (typeof hash === 'object' && hash !== null && Object.keys(hash).length > 0) {
          hashes.set(key, hash as Record<string, string>);
        }
      });
    }
    return hashes;
  }

  /** The lists that are there, whole: for short ones. */
  async lists(keys: readonly string[]): Promise<Map<string, string[]>> {
    const lists = new Map<string, string[]>();
    for (let at = 0; at < keys.length; at += AT_ONCE) {
      const part = keys.slice(at, at + AT_ONCE);
      const pipeline = this.redis.pipeline();
      part.forEach((key) => pipeline.lrange(key, 0, ELEMENTS - 1));
      const answers = await answersOf(pipeline);
      part.forEach((key, place) => {
        const list = answers[place];
        if (Array.isArray(list) && list.length > 0) {
          lists.set(key, list as string[]);
        }
      });
    }
    return lists;
  }

  elements(key: string, from: number, to: number): Promise<string[]> {
    return this.redis.lrange(key, from, to);
  }

  /** From `from` on, a part at a time. */
  async *elementsFrom(key: string, from: number): AsyncGenerator<{ from: number; elements: string[] }> {
    for (let at = from; ; at += ELEMENTS) {
      const elements = await this.redis.lrange(key, at, at + ELEMENTS - 1);
      if (elements.length > 0) {
        yield { from: at, elements };
      }
      if (elements.length < ELEMENTS) {
        return;
      }
    }
  }
}

/** A key of another type is not what it seems: its answer is left out. Anything else that goes wrong ends the reading. */
async function answersOf(pipeline: ReturnType<Redis['pipeline']>): Promise<unknown[]> {
  const answers = await pipeline.exec();
  return (answers ?? []).map(([error, answer]) => {
    if (error !== null && !error.message.startsWith('WRONGTYPE')) {
      throw error;
    }
    return answer;
  });
}
