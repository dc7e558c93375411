import type { Database } from '../database/database';
import type { QueryOptions } from '../database/queryable';
import { ApiError } from '../errors/errors';
import type { Key, Order } from '../query/keyset';
import { placeBeside } from '../lists/stepThroughTime';

export interface JobOfLines {
  gid: number;
  guid: string;
}

export interface LogStart {
  cursor?: string;
  at?: 'first' | 'last';
  startTime?: number;
  startSeq?: number;
}

/**
 * Told to find one line of a long log, PostgreSQL walks the index of all lines' times, also through days that hold none of
 * it: 30 s at fifty million lines. For a few dozen lines it uses the primary key.
 */
export const LEAST_LINES = 50;

/** The place in the list before the line that a page shall begin with; null to begin as usual. */
export async function logStart(
  database: Database,
  { cursor, at, startTime, startSeq }: LogStart,
  order: Order,
  job: JobOfLines | null,
  options: QueryOptions
): Promise<Key | null> {
  const given = Object.entries({ cursor, at, startTime, startSeq }).filter(([, value]) => value !== undefined);
  if (given.length > 1 && (startTime !== undefined || startSeq !== undefined)) {
    const names = given.map(([name]) => name).join(' and ');
    throw new ApiError('BAD_PARAMETER', `Expected one of cursor, at, startTime and startSeq, got ${names}.`);
  }
  const isAscending = !order.isDescending;
  if (startTime !== undefined) {
    return placeBeside(order, isAscending ? startTime - 1 : startTime + 1, isAscending);
  }
  if (startSeq !== undefined && job !== null) {
    const time = await timeOfSeq(database, job, startSeq, options);
    return time === null ? null : [time, isAscending ? startSeq - 1 : startSeq + 1];
  }
  return null;
}

/** The outermost of some lines in that order. */
const OUTER = { asc: 'min', desc: 'max' } as const;

/**
 * When the line `seq` was written, or the first after it. No index leads from seq to it, but seq grows with time: so the
 * primary key is searched as a phone book is, in about thirty looks whatever the length of the log.
 */
async function timeOfSeq(
  database: Database,
  { gid, guid }: JobOfLines,
  seq: number,
  options: QueryOptions
): Promise<number | null> {
  const look = async (condition: string, direction: 'asc' | 'desc', values: readonly number[]) => {
    const [line] = await database.read<{ time: number | null; seq: number | null }>(
      {
        text: `select ${OUTER[direction]}(time) as time, ${OUTER[direction]}(seq) as seq
               from (select time, seq from log_lines where gid = $1 and job_guid = $2 ${condition}
                     order by time ${direction}, seq ${direction} limit ${LEAST_LINES}) as near`,
        values: [gid, guid, ...values],
      },
      { ...options, name: 'line_of_seq' }
    );
    return line === undefined || line.time === null || line.seq === null ? null : { time: line.time, seq: line.seq };
  };
  const first = await look('', 'asc', []);
  const last = await look('', 'desc', []);
  if (first === null || last === null) {
    return null;
  }
  let [low, high] = [first.time, last.time];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const before = await look('and time between $3 and $4', 'desc', [first.time, middle]);
    if (before !== null && before.seq >= seq) {
      high = before.time < low ? low : Math.min(before.time, middle);
    } else {
      low = middle + 1;
    }
  }
  return low;
}
