import type { Database } from '../database/database';
import type { QueryOptions } from '../database/queryable';
import type { JobQuestion } from './question';
import { commonWindow, type TimeWindow } from './timeWindow';

const DAY_MS = 86_400_000;
/** Controllers' clocks need not agree to the millisecond. */
const SLACK_MS = 60_000;
/** A range of starts or ends: [from, to), epoch milliseconds. */
interface LaterTime extends TimeWindow {
  isEnd: boolean;
}

/**
 * Jobs are kept by the day they were created. For ranges of their start or end, by `timeField` or by a condition, adds when they
 * can have been created, so that the other days are not even looked at. What ends meanwhile was not ended when this was asked.
 */
export async function createdWithin(
  database: Database,
  question: JobQuestion,
  options: QueryOptions
): Promise<JobQuestion> {
  const ranges = laterTimes(question);
  if (ranges.length === 0) {
    return question;
  }
  const from = await Promise.all(
    ranges.flatMap((range) => (range.from === undefined ? [] : earliestCreation(database, range, range.from, options)))
  );
  const to = ranges.flatMap((range) => (range.to === undefined ? [] : range.to + SLACK_MS));
  return {
    ...question,
    created: commonWindow([...from.map((time) => ({ from: time })), ...to.map((time) => ({ to: time }))]),
  };
}

/** Pure. Of which starts and ends the question says something. */
function laterTimes({ conditions, timeField, from, to }: JobQuestion): LaterTime[] {
  const ranges = conditions.flatMap(({ field, operator, values: [first = '', second = ''] }) =>
    operator === 'range' ? [{ field, from: wholeNumber(first, Math.floor), to: wholeNumber(second, Math.ceil) }] : []
  );
  return [{ field: timeField, from, to }, ...ranges].flatMap(({ field, ...range }) =>
    (field === 'timeStart' || isEnd(field)) && (range.from !== undefined || range.to !== undefined)
      ? [{ isEnd: isEnd(field), ...range }]
      : []
  );
}

/** A job that became known as ended on a day counts as one that ended on it (job_end_days). */
function isEnd(field: string): boolean {
  return field === 'timeStop' || field === 'timeKnown';
}

/** A bound of a filter: fifteen digits before the point at most, or open. */
function wholeNumber(text: string, round: (value: number) => number): number | undefined {
  return text === '' ? undefined : round(Number(text));
}

/** Of the jobs that started or ended in the range, and for a start of those that still run; without any, the start of the range. */
async function earliestCreation(
  database: Database,
  { isEnd: isOfEnd, to }: LaterTime,
  from: number,
  options: QueryOptions
): Promise<number> {
  // A job that started in the range may have ended at any time after.
  const lastDay = isOfEnd && to !== undefined ? Math.floor(to / DAY_MS) : null;
  const [row] = await database.read<{ ended: number | null; live: number | null }>(
    {
      text: `select (select min(created_day)::bigint * ${DAY_MS} from job_end_days where ended_day >= $1::bigint and ($2::bigint is null or ended_day <= $2)) as ended,
               (select min(time_create) from jobs_live where not $3) as live`,
      values: [Math.floor(from / DAY_MS), lastDay, isOfEnd],
    },
    { ...options, name: 'created_within' }
  );
  return Math.min(from - SLACK_MS, row?.ended ?? from, row?.live ?? from);
}
