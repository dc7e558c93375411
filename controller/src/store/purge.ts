import type { Database } from '../database/database';
import { retryConflicts } from '../database/retryConflicts';

/** Jobs removed in one transaction: few enough that nobody waits long for their locks. */
const AT_ONCE = 1000;

export interface Purged {
  jobs: number;
  logLines: number;
}

/**
 * Removes jobs of the history created before `olderThan`, and their log lines, a batch at a time; `onBatch` is told after
 * each. What waits or runs is not in the history.
 */
export async function purgeJobs(
  database: Database,
  gid: number,
  olderThan: number,
  onBatch: (batch: Purged) => void,
  signal: AbortSignal
): Promise<void> {
  for (let last = AT_ONCE; last === AT_ONCE && !signal.aborted;) {
    const batch = await retryConflicts(() => purgeBatch(database, gid, olderThan));
    onBatch(batch);
    last = batch.jobs;
  }
}

function purgeBatch(database: Database, gid: number, olderThan: number): Promise<Purged> {
  return database.transaction(async (transaction) => {
    // One job may have millions of lines.
    await transaction.client.query('set local statement_timeout = 0');
    const gone = await transaction.query<{ guid: string }>(
      {
        text: `delete from jobs_done j using (
                 select time_create, guid from jobs_done where gid = $1 and time_create < $2 order by time_create limit ${AT_ONCE} for update) old
               where j.gid = $1 and j.time_create = old.time_create and j.guid = old.guid returning j.guid`,
        values: [gid, olderThan],
      },
      { name: 'purge_jobs' }
    );
    const { rowCount } = await transaction.client.query('delete from log_lines where gid = $1 and job_guid = any($2)', [
      gid,
      gone.map(({ guid }) => guid),
    ]);
    return { jobs: gone.length, logLines: rowCount ?? 0 };
  });
}

export async function countUnfinished(database: Database, gid: number, olderThan: number): Promise<number> {
  const [row] = await database.read<{ count: number }>({
    text: 'select count(*) as count from jobs_live where gid = $1 and time_create < $2',
    values: [gid, olderThan],
  });
  return row?.count ?? 0;
}
