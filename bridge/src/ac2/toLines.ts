import type { BridgedLine } from '@openvcloud/contract';
import { asObject, parseJson, textOf, wholeOf, type JsonObject } from '../texts/parseJson';
import { keyOf, streamOf } from './toJob';
import type { Result } from './result';

/** What a native level means: ours, and a word for it. stdout is not critical; 9 is. */
const LEVELS: Readonly<Record<number, readonly [level: number, category: string]>> = {
  1: [5, 'stdout'],
  2: [2, 'stderr'],
  3: [4, 'public'],
  4: [4, 'operator'],
  5: [5, 'log'],
  6: [5, 'structured'],
  7: [3, 'warning'],
  8: [2, 'ops_error'],
  9: [1, 'critical'],
  10: [8, 'statsd'],
  11: [6, 'debug'],
  20: [5, 'result.json'],
  21: [5, 'result.yaml'],
  22: [5, 'result.toml'],
  23: [5, 'result.hrd'],
  30: [5, 'result.job'],
  50: [8, 'exit'],
};
const INTERNAL_FROM = 100;

export function levelOf(native: number): readonly [level: number, category: string] {
  return LEVELS[native] ?? (native > INTERNAL_FROM ? [9, 'internal'] : [5, 'other']);
}

export interface ReadLines {
  lines: BridgedLine[];
  /** What was no line. */
  junk: number;
}

/** Pure. One element of `<gid>:<nid>:log`: whatever an agent posted, as a rule a list of messages. */
export function toLines(element: string, gid: number, nid: number): ReadLines {
  const batch = parseJson(element);
  if (!Array.isArray(batch)) {
    return { lines: [], junk: 1 };
  }
  const lines = batch.flatMap((message) => toLine(asObject(message), gid, nid) ?? []);
  return { lines, junk: batch.length - lines.length };
}

function toLine(message: JsonObject | undefined, gid: number, nid: number): BridgedLine | undefined {
  const text = textOf(message, 'data') ?? textOf(message, 'message');
  const time = toMilliseconds(wholeOf(message, 'epoch'));
  if (message === undefined || text === undefined || time === undefined) {
    return undefined;
  }
  const native = wholeOf(message, 'level') ?? 0;
  const [level, category] = levelOf(native);
  const jobId = textOf(message, 'jobid') ?? '';
  const order = wholeOf(message, 'id') ?? 0;
  return {
    ...(jobId === '' ? {} : { jobKey: keyOf({ id: jobId, gid, nid }) }),
    gid,
    nid,
    time,
    order: Math.min(Math.max(0, order), 2 ** 32 - 1),
    level,
    nativeLevel: String(native),
    category,
    message: text,
    organization: textOf(message, 'domain') ?? '',
    cmd: textOf(message, 'name') ?? '',
  };
}

const FIRST_YEAR_S = 1_000_000_000;

/** Agents wrote seconds, milliseconds and nanoseconds; by its size one knows which. undefined: no time of a log line. */
export function toMilliseconds(epoch: number | undefined): number | undefined {
  if (epoch === undefined || epoch < FIRST_YEAR_S) {
    return undefined;
  }
  const scale = [1000, 1, 1e-3, 1e-6].find((factor) => epoch * factor < FIRST_YEAR_S * 10_000);
  return scale === undefined ? undefined : Math.trunc(epoch * scale);
}

/** Behind whatever number a message has. */
const STREAM_ORDER = 2 ** 32 - 200_000;

/** Pure. What a job wrote, as its result has the end of it: lines of the job at its end, which is when they were all written. */
export function streamLines(result: Result): BridgedLine[] {
  const { gid, nid, startTime, runMs } = result;
  if (startTime <= 0) {
    return [];
  }
  return ([0, 1] as const).flatMap((number) => {
    const [level, category] = levelOf(number + 1);
    const text = streamOf(result.fields, number).replace(/\n$/, '');
    const lines = text === '' ? [] : text.split('\n');
    return lines.slice(-90_000).map((message, place) => ({
      jobKey: keyOf(result),
      gid,
      nid,
      time: startTime + runMs,
      order: STREAM_ORDER + number * 100_000 + place,
      level,
      nativeLevel: String(number + 1),
      category,
      message,
    }));
  });
}
