import type { Database } from '../database/database';
import type { Transaction } from '../database/queryable';
import { retryConflicts } from '../database/retryConflicts';
import { ApiError } from '../errors/errors';
import { noteRemoved } from '../sources/removedSpans';

/** Jobs removed in one transaction: few enough that nobody waits long for their locks. */
const AT_ONCE = 1000;

/** Jobs of this grid, but for those of another controller's sources, and those that bridges bring to this one. */
const OF_HOME =
  '((gid = $1 and source not in (select name from sources where home <> $1)) or source in (select name from sources where home = $1))';

export interface Purged {
  jobs: number;
  logLines: number;
}

/** Told in the transaction of each batch what is gone when it commits, and whether that is all. */
export type OnBatch = (transaction: Transaction, gone: Purged, isAll: boolean) => Promise<void>;

/**
 * Removes jobs of the history created before `olderThan`, and their log lines, a batch at a time. What waits or runs is
 * not in the history.
 */
export async function purgeJobs(
  database: Database,
  gid: number,
  olderThan: number,
  onBatch: OnBatch,
  signal: AbortSignal
): Promise<Purged> {
  let gone: Purged = { jobs: 0, logLines: 0 };
  for (let last = AT_ONCE; last === AT_ONCE;) {
    if (signal.aborted) {
      throw new ApiError('REQUEST_ABANDONED', 'Expected the caller to wait for the end of the purge.');
    }
    const before = gone;
    const batch = await retryConflicts(() =>
      database.transaction(async (transaction) => {
        const { jobs, logLines } = await purgeBatch(transaction, gid, olderThan);
        const sum = { jobs: before.jobs + jobs, logLines: before.logLines + logLines };
        await onBatch(transaction, sum, jobs < AT_ONCE);
        return { sum, jobs };
      })
    );
    gone = batch.sum;
    last = batch.jobs;
  }
  return gone;
}

async function purgeBatch(transaction: Transaction, gid: number, olderThan: number): Promise<Purged> {
  // One job may have millions of lines.
  await transaction.liftTimeLimit();
  const gone = await transaction.query<{ gid: number; guid: string }>(
    {
      text: `delete from jobs_done j using (
               select gid, time_create, guid from jobs_done where ${OF_HOME} and time_create < $2 order by time_create limit ${AT_ONCE} for update) old
             where j.gid = old.gid and j.time_create = old.time_create and j.guid = old.guid returning j.gid, j.guid`,
      values: [gid, olderThan],
    },
    { name: 'purge_jobs' }
  );
  let logLines = 0;
  for (const grid of new Set(gone.map((job) => job.gid))) {
    const guids = gone.filter((job) => job.gid === grid).map(({ guid }) => guid);
    const { rowCount } = await transaction.client.query('delete from log_lines where gid = $1 and job_guid = any($2)', [
      grid,
      guids,
    ]);
    logLines += rowCount ?? 0;
  }
  await noteRemoved(transaction, { home: gid, kind: 'jobs', from: 0, to: olderThan });
  return { jobs: gone.length, logLines };
}

export async function countUnfinished(database: Database, gid: number, olderThan: number): Promise<number> {
  const [row] = await database.read<{ count: number }>({
    text: `select count(*) as count from jobs_live where ${OF_HOME} and time_create < $2`,
    values: [gid, olderThan],
  });
  return row?.count ?? 0;
}
