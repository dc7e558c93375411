import type { Queryable } from '../database/queryable';
import { endJobs, type JobEnd } from '../jobs/endJobs';
import { requestCancels, type JobToCancel } from './cancels';
import { cancelledEnd, planCancel } from './planCancel';

/** What cancelling came to: jobs that ended, and jobs whose agents were told. */
export interface Cancelled {
  ends: Array<JobToCancel & JobEnd>;
  held: JobToCancel[];
}

/** Cancels live jobs that the caller has locked: what no agent holds ends at once. */
export async function endLocked(
  transaction: Queryable,
  gid: number,
  live: readonly JobToCancel[],
  { user, now }: { user: string; now: number }
): Promise<Cancelled> {
  const planned = live.map((job) => ({ job, decision: planCancel(job, user) }));
  const ends = planned.flatMap(({ job, decision }) =>
    decision.kind === 'end' ? [cancelledEnd(job, decision, now)] : []
  );
  const held = planned.flatMap(({ job, decision }) => (decision.kind === 'request' ? [job] : []));
  await endJobs(transaction, gid, ends);
  await requestCancels(transaction, gid, held, now);
  return { ends, held };
}
