import { currentField, DEFAULT_JOB_SORT, JOB_FIELDS, type JobField } from '@openvcloud/contract';
import { JOB_TABLE, jobColumns } from './jobTable';
import type { JobQuestion } from './question';

/** Durations that go on while a job waits or runs. */
const GOING_ON: ReadonlySet<string> = new Set<JobField>(['waitMs', 'runMs']);

const WITHOUT_DURATIONS = [
  'is_live',
  ...jobColumns(({ isDerived }) => isDerived !== true)
    .filter((name) => !GOING_ON.has(name))
    .map((name) => JOB_TABLE[name].sql),
].join(', ');

/**
 * The table of jobs, as `jobs`, for a question that is asked at `asOf` (epoch milliseconds). Where it is about how long jobs waited
 * or ran, a job that still waits or runs has in wait_ms and run_ms how long it does so until then: what is stuck would
 * otherwise be what nobody finds. PostgreSQL takes the union apart, so the indexes of ended jobs serve as before, and what has
 * not ended is few.
 */
export function jobSource(
  { conditions }: Pick<JobQuestion, 'conditions'>,
  asOf: number,
  sort = DEFAULT_JOB_SORT
): string {
  const isAsked = [sort.replace(/^-/, ''), ...conditions.map(({ field }) => field)].some((name) =>
    GOING_ON.has(currentField(name, JOB_FIELDS))
  );
  return isAsked ? jobsAsOf(asOf) : 'jobs';
}

/** Every job, with its durations as of then. */
export function jobsAsOf(asOf: number): string {
  const now = `${Math.trunc(asOf)}::bigint`;
  // A clock may be behind another one.
  const wait = `case when time_start is null then greatest(${now} - time_create, 0) else wait_ms end`;
  const run = `case when time_start is not null and time_stop is null then greatest(${now} - time_start, 0) else run_ms end`;
  return `(select ${WITHOUT_DURATIONS}, wait_ms, run_ms from jobs_done
      union all select ${WITHOUT_DURATIONS}, ${wait}, ${run} from jobs_live) as jobs`;
}
