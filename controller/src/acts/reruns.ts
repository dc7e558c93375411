import type { JobState, QueueName } from '@openvcloud/contract';
import type { Queryable } from '../database/queryable';
import { selected } from '../query/jobTable';
import { guidTime } from '../text/guid';
import { OURS_OR_BRIDGED } from './ours';

/** What a job was asked to do, so that it can be asked again. */
export interface FormerJob {
  guid: string;
  source: string;
  state: JobState;
  jumpscriptId: string | null;
  nid: number | null;
  wantedRole: string | null;
  roles: string[];
  queue: QueueName;
  argsJson: string;
  timeoutSeconds: number;
  batchGuid: string | null;
  chainGuid: string | null;
  maxAttempts: number;
  backoffSeconds: number;
  tags: string[];
  log: boolean;
}

const COLUMNS = `${selected([
  'guid',
  'source',
  'state',
  'jumpscriptId',
  'nid',
  'wantedRole',
  'roles',
  'queue',
  'timeoutSeconds',
  'batchGuid',
  'chainGuid',
  'maxAttempts',
  'backoffSeconds',
  'tags',
  'log',
])}, args as "argsJson"`;
const DAY_MS = 86_400_000;

export async function findFormerJob(database: Queryable, gid: number, guid: string): Promise<FormerJob | undefined> {
  const [row] = await database.query<FormerJob>({
    text: `select ${COLUMNS} from jobs where guid = $2 and ${OURS_OR_BRIDGED} limit 1`,
    values: [gid, guid],
  });
  return row;
}

/** In no order; guids of no job are left out. */
export function findFormerJobs(
  database: Queryable,
  gid: number,
  jobs: ReadonlyArray<{ guid: string; timeCreate: number }>
): Promise<FormerJob[]> {
  const times = jobs.map(({ timeCreate }) => timeCreate);
  return database.query<FormerJob>(
    {
      text: `select ${COLUMNS} from jobs where gid = $1 and guid = any($2::text[]) and time_create between $3 and $4`,
      values: [gid, jobs.map(({ guid }) => guid), Math.min(...times), Math.max(...times)],
    },
    { name: 'former_jobs' }
  );
}

/** Whoever else runs jobs of the batch again waits until this transaction ends, and then finds them re-run. */
export async function lockReruns(transaction: Queryable, gid: number, batchGuid: string): Promise<void> {
  await transaction.query({
    text: 'select pg_advisory_xact_lock(hashtextextended($1, $2))',
    values: [`rerun ${batchGuid}`, gid],
  });
}

/** Jobs of a batch that ended in ERROR or TIMEOUT and were not re-run yet. */
export async function lockFailedOfBatch(transaction: Queryable, gid: number, batchGuid: string): Promise<FormerJob[]> {
  await lockReruns(transaction, gid, batchGuid);
  return transaction.query<FormerJob>(
    {
      text: `select ${COLUMNS} from jobs_done j where ${OURS_OR_BRIDGED} and batch_guid = $2 and time_create >= $3 and state in ('ERROR', 'TIMEOUT')
             and not exists (select 1 from jobs r where r.gid = $1 and r.parent_guid = j.guid and r.time_create >= $3)
             order by nid, guid`,
      values: [gid, batchGuid, batchStart(batchGuid)],
    },
    { name: 'failed_of_batch' }
  );
}

/** A batch's guid holds its time: older days need not be searched. */
export function batchStart(batchGuid: string): number {
  return (guidTime(batchGuid) ?? DAY_MS) - DAY_MS;
}
