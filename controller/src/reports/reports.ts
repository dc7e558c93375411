import { guidOf, isTerminal, OWN_SOURCE, type Report } from '@openvcloud/contract';
import type { Queryable, Transaction } from '../database/queryable';
import { guidTime } from '../text/guid';
import { insertStats } from './insertStats';
import { planReports } from './planReports';
import type { ReportedJob, ReportPlan } from './reportPlan';
import { selected } from '../query/jobTable';
import { notingJobs } from '../journal/changes';
import { endJobs, requeueJobs } from '../jobs/endJobs';
import { insertLines } from '../logs/insertLines';

export interface ReportedBy {
  gid: number;
  nid: number;
  sessionId: string;
  leaseMs: number;
}

const COLUMNS = `${selected([
  'guid',
  'timeCreate',
  'nid',
  'formerNids',
  'reportedAttempts',
  'nodeName',
  'organization',
  'cmd',
  'queue',
  'state',
  'nativeState',
  'attempt',
  'maxAttempts',
  'backoffSeconds',
  'wantedRole',
  'log',
  'logLines',
  'droppedLines',
  'droppedBecause',
  'timeStart',
])}, cancel_at is not null as "isCancelRequested"`;

/** Stores reports that were not stored before; throws when PostgreSQL cannot hold something in one of them. */
export async function storeFresh(
  transaction: Transaction,
  by: ReportedBy,
  reports: readonly Report[],
  now: () => number
): Promise<ReportPlan> {
  const guids = [...new Set(reports.flatMap((report) => guidOf(report) ?? []))];
  const jobs = await loadJobs(transaction, by.gid, guids);
  const plan = planReports(reports, jobs, by.nid, now());
  await writePlan(transaction, by, plan, now() + by.leaseMs);
  return plan;
}

/** The jobs named, locked: late lines of one that has ended may come from two nodes at once. */
async function loadJobs(
  transaction: Transaction,
  gid: number,
  guids: readonly string[]
): Promise<Map<string, ReportedJob>> {
  if (guids.length === 0) {
    return new Map();
  }
  const live = await transaction.query<ReportedJob>(
    {
      text: `select ${COLUMNS} from jobs_live where gid = $1 and source = '${OWN_SOURCE}' and guid = any($2::text[]) order by guid for update`,
      values: [gid, guids],
    },
    { name: 'lock_reported' }
  );
  const jobs = new Map(live.map((job) => [job.guid, job]));
  const others = guids.filter((guid) => !jobs.has(guid) && guidTime(guid) !== undefined);
  if (others.length > 0) {
    const ended = await transaction.query<ReportedJob>(
      {
        text: `select ${COLUMNS} from jobs where gid = $1 and not is_live and (time_create, guid) in (select * from unnest($2::bigint[], $3::text[])) order by guid for update`,
        values: [gid, others.map((guid) => guidTime(guid)), others],
      },
      { name: 'ended_reported' }
    );
    ended.forEach((job) => jobs.set(job.guid, job));
  }
  return jobs;
}

async function writePlan(
  transaction: Transaction,
  by: ReportedBy,
  plan: ReportPlan,
  leaseUntil: number
): Promise<void> {
  // In this order: who follows live sees a job start before its lines.
  await touchJobs(transaction, by, plan, leaseUntil);
  await insertLines(transaction, by.gid, plan.lines);
  await countLateLines(transaction, by, plan);
  await requeueJobs(
    transaction,
    by.gid,
    plan.retried.map(({ job, notBefore }) => ({ ...job, timeStart: null, notBefore, addedLines: 0 }))
  );
  await endJobs(
    transaction,
    by.gid,
    plan.ended.map(({ job, ...end }) => ({ ...job, ...end }))
  );
  await insertStats(transaction, by, plan.stats);
}

/** Start times and line counts of jobs that go on. A job that had been taken back, but started after all, belongs to its agent again. */
async function touchJobs(
  database: Queryable,
  { gid, sessionId }: ReportedBy,
  plan: ReportPlan,
  leaseUntil: number
): Promise<void> {
  const touched = [...plan.touched].filter(({ state }) => !isTerminal(state));
  const started = new Set(plan.started.map(({ job }) => job));
  if (touched.length === 0) {
    return;
  }
  await database.query(
    {
      text: notingJobs(
        `update jobs_live j set state = t.state, native_state = case when j.cancel_at is null then t.state else 'CANCELLING' end, time_start = t.time_start, log_lines = t.log_lines, dropped_lines = t.dropped_lines,
               reported_attempts = t.reported_attempts::integer[], dropped_because = string_to_array(t.dropped_because, ' '),
               session_id = case when t.state = 'RUNNING' then coalesce(j.session_id, $8) else j.session_id end,
               lease_until = case when t.state = 'RUNNING' then coalesce(j.lease_until, $9) else j.lease_until end
             from unnest($2::text[], $3::bigint[], $4::text[], $5::bigint[], $6::bigint[], $7::bigint[], $10::boolean[], $11::text[], $12::text[])
               as t (guid, time_create, state, time_start, log_lines, dropped_lines, has_started, reported_attempts, dropped_because)
             where j.gid = $1 and j.is_live and j.time_create = t.time_create and j.guid = t.guid`,
        't.has_started'
      ),
      values: [
        gid,
        touched.map((job) => job.guid),
        touched.map((job) => job.timeCreate),
        touched.map((job) => job.state),
        touched.map((job) => job.timeStart),
        touched.map((job) => job.logLines),
        touched.map((job) => job.droppedLines),
        sessionId,
        leaseUntil,
        touched.map((job) => job.state === 'RUNNING' && started.has(job)),
        touched.map(reportedAttempts),
        touched.map((job) => job.droppedBecause.join(' ')),
      ],
    },
    { name: 'touch_jobs' }
  );
}

/** Lines and outcomes of jobs given up as lost that their agent still had in its spool: the history counts them. */
async function countLateLines(database: Queryable, { gid }: ReportedBy, plan: ReportPlan): Promise<void> {
  const late = [...plan.touched].filter(({ state }) => isTerminal(state));
  if (late.length === 0) {
    return;
  }
  await database.query(
    {
      text: `update jobs j set log_lines = t.log_lines, dropped_lines = t.dropped_lines, reported_attempts = t.reported_attempts::integer[],
               dropped_because = string_to_array(t.dropped_because, ' ')
             from unnest($2::text[], $3::bigint[], $4::bigint[], $5::bigint[], $6::text[], $7::text[])
               as t (guid, time_create, log_lines, dropped_lines, reported_attempts, dropped_because)
             where j.gid = $1 and not j.is_live and j.time_create = t.time_create and j.guid = t.guid`,
      values: [
        gid,
        late.map((job) => job.guid),
        late.map((job) => job.timeCreate),
        late.map((job) => job.logLines),
        late.map((job) => job.droppedLines),
        late.map(reportedAttempts),
        late.map((job) => job.droppedBecause.join(' ')),
      ],
    },
    { name: 'count_late_lines' }
  );
}

/** As an array of PostgreSQL: its unnest has no lists of different lengths. */
function reportedAttempts(job: ReportedJob): string {
  return `{${job.reportedAttempts.join(',')}}`;
}
