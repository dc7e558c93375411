import { createHash } from 'node:crypto';
import type { Receiver } from '../runner/sourceReader';
import type { ReadRedis } from './readRedis';
import { toLines } from './toLines';

/** Up to where a list of logs is read: so many elements, of which the last look like this. */
export interface LogCursor {
  length: number;
  mark: string;
}

/** A list that was trimmed, deleted or begun anew has others in that place. */
const MARKED = 4;

/**
 * Reads what came since. Where the list is not the one that was read, all of it is read again: what is stored already stays as it is.
 */
export async function readLogs(
  redis: ReadRedis,
  key: string,
  cursor: LogCursor | undefined,
  receiver: Receiver
): Promise<LogCursor> {
  const [, gid, nid] = /^(\d+):(\d+):log$/.exec(key) ?? [];
  const isSame = cursor !== undefined && cursor.length > 0 && (await markAt(redis, key, cursor.length)) === cursor.mark;
  const start = isSame ? cursor.length : 0;
  let length = start;
  for await (const { from, elements } of redis.elementsFrom(key, start)) {
    let junk = 0;
    const lines = elements.flatMap((element) => {
      const read = toLines(element, Number(gid), Number(nid));
      junk += read.junk;
      return read.lines;
    });
    if (junk > 0) {
      receiver.skip(`${key} ${from}-${from + elements.length - 1}`, `${junk} elements or messages are no log lines`);
    }
    await receiver.lines(lines);
    length = from + elements.length;
  }
  return { length, mark: length === 0 ? '' : await markAt(redis, key, length) };
}

async function markAt(redis: ReadRedis, key: string, length: number): Promise<string> {
  const last = await redis.elements(key, Math.max(0, length - MARKED), length - 1);
  const isWhole = last.length === Math.min(MARKED, length);
  return isWhole ? createHash('sha256').update(JSON.stringify(last)).digest('hex').slice(0, 16) : 'gone';
}
