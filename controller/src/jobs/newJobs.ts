import type { Queryable } from '../database/queryable';
import { bornJob, type NewJob } from './newJob';
import { notingJobs } from '../journal/changes';
import { JOB_TABLE, jobColumns, jobRow } from '../query/jobTable';
import { announceWork } from '../journal/workNotices';

const BORN = jobColumns(({ isBorn }) => isBorn === true)
  .map((name) => JOB_TABLE[name].sql)
  .join(', ');

/** Stores jobs in one statement, and wakes the agents that wait for them once it is committed. Answers their ids by guid. */
export async function insertJobs(
  database: Queryable,
  gid: number,
  jobs: readonly NewJob[]
): Promise<Map<string, number>> {
  if (jobs.length === 0) {
    return new Map();
  }
  const rows = await database.query<{ guid: string; id: number }>(
    {
      text: notingJobs(`insert into jobs as j (gid, is_live, ${BORN})
             select $1, is_live, ${BORN} from json_populate_recordset(null::jobs, $2)`),
      values: [gid, JSON.stringify(jobs.map((job) => ({ ...jobRow(bornJob(job)), is_live: job.ended === null })))],
    },
    { name: 'insert_jobs' }
  );
  await announceWork(
    database,
    gid,
    jobs.filter(({ ended }) => ended === null)
  );
  return new Map(rows.map(({ guid, id }) => [guid, id]));
}
