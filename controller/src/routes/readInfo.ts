import type { ControllerInfo, JobSummary } from '@openvcloud/contract';
import type { Database } from '../database/database';
import { countJobs } from '../counts/counts';
import { jobQuestion } from '../query/question';
import { listJobs } from '../jobs/jobs';

type Holdings = Pick<
  ControllerInfo,
  'nodes' | 'liveNodes' | 'jumpscripts' | 'brokenJumpscripts' | 'jobsByState' | 'lastJob' | 'behind'
>;
const DAY_MS = 86_400_000;
const OF_GRID = '($1::integer is null or gid = $1)';

/** What the controller holds, of one grid or, with null, of all. Jobs by state are those of the last 24 hours, so that the answer stays cheap. */
export async function readHoldings(
  database: Database,
  gid: number | null,
  now: number,
  liveAfter: number,
  signal: AbortSignal
): Promise<Holdings> {
  const options = { signal, name: 'info' };
  const question = jobQuestion({ filter: gid === null ? [] : [`gid|=|${gid}`] });
  const [[totals], states, last, behind] = await Promise.all([
    database.read<Omit<Holdings, 'jobsByState' | 'lastJob' | 'behind'>>(
      {
        text: `select (select count(*) from nodes where ${OF_GRID}) as nodes, (select count(*) from nodes where ${OF_GRID} and last_seen > $2) as "liveNodes",
                 (select count(*) from jumpscripts where ${OF_GRID} and is_current and not is_deleted) as jumpscripts,
                 (select count(*) from jumpscripts where ${OF_GRID} and is_current and not is_deleted and parse_error is not null) as "brokenJumpscripts"`,
        values: [gid, liveAfter],
      },
      options
    ),
    countJobs(database, { question: { ...question, from: now - DAY_MS }, groupBy: ['state'] }, now, signal),
    listJobs(database, { question, count: false }, 1, now, signal),
    readBehind(database, gid, now, liveAfter, signal),
  ]);
  return {
    ...(totals ?? { nodes: 0, liveNodes: 0, jumpscripts: 0, brokenJumpscripts: 0 }),
    jobsByState: Object.fromEntries(states.series.map(({ labels, total }) => [labels['state'] ?? '', total])),
    lastJob: lastOf(last.items),
    behind,
  };
}

/** Work that some controller should have done by now: planned a due job, given up one whose lease is over. */
async function readBehind(
  database: Database,
  gid: number | null,
  now: number,
  liveAfter: number,
  signal: AbortSignal
): Promise<Holdings['behind']> {
  const [row] = await database.read<Holdings['behind']>(
    {
      text: `select coalesce((select greatest(0, $2::bigint - min(next_run)) from schedules join nodes using (gid, nid)
                 where ${OF_GRID} and next_run < $2 and last_seen > $3 and status = 'ENABLED'), 0) as planning,
               coalesce((select greatest(0, $2 - min(lease_until)) from jobs_live where ${OF_GRID} and state = 'RUNNING' and lease_until < $2), 0) as leases`,
      values: [gid, now, liveAfter],
    },
    { signal, name: 'behind' }
  );
  return row ?? { planning: 0, leases: 0 };
}

function lastOf([job]: readonly JobSummary[]): Holdings['lastJob'] {
  return job === undefined
    ? null
    : { guid: job.guid, cmd: job.cmd, organization: job.organization, state: job.state, timeCreate: job.timeCreate };
}
