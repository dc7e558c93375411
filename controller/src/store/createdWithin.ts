import type { Database, QueryOptions } from '../database/database';
import type { JobSelection } from './jobFilters';

const DAY_MS = 86_400_000;
/** Controllers' clocks need not agree to the millisecond. */
const SLACK_MS = 60_000;

/**
 * Jobs are kept by the day they were created. For a range of their start or end, adds when they can have been created, so
 * that the other days are not even looked at. What ends meanwhile was not ended when this was asked.
 */
export async function createdWithin<Selection extends JobSelection>(
  database: Database,
  selection: Selection,
  options: QueryOptions
): Promise<Selection> {
  const { timeField = 'timeCreate', from, to } = selection;
  if (timeField === 'timeCreate' || (from === undefined && to === undefined)) {
    return selection;
  }
  return {
    ...selection,
    created: {
      ...(from === undefined ? {} : { from: await earliestCreation(database, { timeField, from, to }, options) }),
      ...(to === undefined ? {} : { to: to + SLACK_MS }),
    },
  };
}

/** Of the jobs that started or ended in the range, and for a start of those that still run; without any, the start of the range. */
async function earliestCreation(
  database: Database,
  { timeField, from, to }: { timeField: 'timeStart' | 'timeStop'; from: number; to: number | undefined },
  options: QueryOptions
): Promise<number> {
  const isStop = timeField === 'timeStop';
  // A job that started in the range may have ended at any time after.
  const lastDay = isStop && to !== undefined ? Math.floor(to / DAY_MS) : null;
  const [row] = await database.read<{ ended: number | null; live: number | null }>(
    {
      text: `select (select min(created_day)::bigint * ${DAY_MS} from job_end_days where ended_day >= $1::integer and ($2::integer is null or ended_day <= $2)) as ended,
               (select min(time_create) from jobs_live where not $3) as live`,
      values: [Math.floor(from / DAY_MS), lastDay, isStop],
    },
    { ...options, name: 'created_within' }
  );
  return Math.min(from - SLACK_MS, row?.ended ?? from, row?.live ?? from);
}
