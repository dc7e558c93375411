import type { Queryable } from '../database/queryable';

const DAY_MS = 86_400_000;

/** Some job made on the one day ended on the other; days since the epoch, of all grids, as partitions are. */
export interface JobSpan {
  createdDay: number;
  endedDay: number;
}

/** Of jobs made before the one day that ended on the other or later. */
export async function listJobSpans(
  database: Queryable,
  { createdBefore, endedSince }: { createdBefore: number; endedSince: number }
): Promise<JobSpan[]> {
  const rows = await database.query<{ created_day: number; ended_day: number }>(
    {
      text: 'select created_day, ended_day from job_end_days where ended_day >= $1 and created_day < $2',
      values: [endedSince, createdBefore],
    },
    { name: 'job_spans' }
  );
  return rows.map((row) => ({ createdDay: row.created_day, endedDay: row.ended_day }));
}

/** The day of the oldest job that has not ended and may have log lines; undefined: there is none. */
export function oldestLiveDay(database: Queryable): Promise<number | undefined> {
  return oldestDay(database, "jobs_live where state = 'RUNNING' or log_lines > 0");
}

/** The day of the oldest ended job that is in no day's partition yet. */
export function oldestStrayDay(database: Queryable): Promise<number | undefined> {
  return oldestDay(database, 'jobs_done_other');
}

async function oldestDay(database: Queryable, from: string): Promise<number | undefined> {
  const [row] = await database.query<{ day: number | null }>(
    { text: `select min(time_create) / ${DAY_MS} as day from ${from}`, values: [] },
    { name: 'oldest_job' }
  );
  return row?.day ?? undefined;
}
