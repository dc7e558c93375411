import type { LogCounts, LogCountSeries } from '@openvcloud/contract';
import { bucketTimes } from '../counts/series';
import { longRead, type Database } from '../database/database';
import { oldestDay } from '../database/partitions';
import type { QueryOptions } from '../database/queryable';
import { stepThroughTime } from '../lists/stepThroughTime';
import { lastMoment, windowRule, type Window } from '../lists/windowRule';
import type { LogQuestion } from '../query/question';
import { commonWindow } from '../query/timeWindow';
import { keptCountsSql, readCountsSql, type Buckets, type LineCountRow } from './lineCounts';
import type { JobOfLines } from './logStart';
import { jobCondition, logConditions, logOrder } from './logs';

export interface LineCountRequest {
  /** With a range. */
  question: LogQuestion;
  bucketMs?: number;
}

/** Longer than a page of a list: whoever sees a histogram has the lines already. */
const COUNT_BUDGET_MS = 3_000;

/** Lines by level and time bucket. The outer two buckets end at from and to. */
export async function countLines(
  database: Database,
  { question, bucketMs }: LineCountRequest,
  job: JobOfLines | null,
  now: number,
  signal: AbortSignal,
  budgetMs = COUNT_BUDGET_MS
): Promise<LogCounts> {
  const { from = 0, to = now } = question;
  const times = bucketTimes(from, to, bucketMs);
  const range = { from, to, ...(bucketMs === undefined ? {} : { bucketMs }) };
  const counted = await countAll(database, question, range, job, { signal, now, budgetMs });
  const series = toSeries(counted.rows, times, bucketMs);
  const { countedFrom } = counted;
  return {
    times,
    bucketMs: bucketMs ?? null,
    series,
    total: series.reduce((sum, { total }) => sum + total, 0),
    coverage: {
      asOf: now,
      from: countedFrom ?? from,
      to,
      isCut: countedFrom !== null,
      notice: countedFrom === null ? null : cutNotice(countedFrom),
    },
  };
}

function cutNotice(from: number): string {
  return `Expected to count all lines, had time for those since ${new Date(from).toISOString()}. Narrow the time range, or ask without text, job and fields other than the level: those counts are kept.`;
}

interface Counted {
  rows: LineCountRow[];
  /** Older lines are not in it; null: all are. */
  countedFrom: number | null;
}

type Reading = QueryOptions & { now: number; budgetMs: number };

async function countAll(
  database: Database,
  question: LogQuestion,
  range: Buckets,
  job: JobOfLines | null,
  reading: Reading
): Promise<Counted> {
  const { signal } = reading;
  const kept = job === null ? keptCountsSql(question, range) : null;
  if (kept !== null) {
    return { rows: await database.read<LineCountRow>(kept, { signal, name: 'count_lines' }), countedFrom: null };
  }
  return readBackwards(database, question, range, job, reading);
}

/** Window by window, the newest first, as far as there is time. */
async function readBackwards(
  database: Database,
  question: LogQuestion,
  { from, to, bucketMs }: Buckets,
  job: JobOfLines | null,
  { signal, now, budgetMs }: Reading
): Promise<Counted> {
  const options = longRead({ signal, name: 'count_lines' });
  const rows: LineCountRow[] = [];
  const start = Math.min(to, now + 1);
  const extent = { from: await oldestDay(database, 'log_lines', options), to: now, seams: [], mayLeap: true };
  const { stoppedAt } = await stepThroughTime<Window, never>(
    {
      order: logOrder('backward', job !== null),
      isAscending: false,
      key: null,
      count: Infinity,
      rule: windowRule(start, false, extent),
      read: async (window, _wanted, stepMs) => {
        const part = { ...question, ...commonWindow([window, { from, to }]) };
        const sql = readCountsSql(
          (parameters) => [...jobCondition(job, parameters), ...logConditions(part, parameters)],
          bucketMs
        );
        rows.push(...(await database.read<LineCountRow>(sql, { ...options, budgetMs: stepMs })));
        return { rows: [], edge: lastMoment(window, { from, to }, false) };
      },
    },
    budgetMs
  );
  return { rows, countedFrom: stoppedAt === null ? null : stoppedAt.time + 1 };
}

/** Pure. Rows → one series per level, the most important first. */
function toSeries(rows: readonly LineCountRow[], times: readonly number[], bucketMs?: number): LogCountSeries[] {
  const series = new Map<number, LogCountSeries>();
  const places = bucketMs === undefined ? 1 : times.length;
  for (const { bucket, level, count } of rows) {
    const one = series.get(level) ?? { level, counts: new Array<number>(places).fill(0), total: 0 };
    const place = bucketMs === undefined ? 0 : bucket - (times[0] ?? 0) / bucketMs;
    one.counts[place] = (one.counts[place] ?? 0) + count;
    one.total += count;
    series.set(level, one);
  }
  return [...series.values()].sort((one, other) => one.level - other.level);
}
