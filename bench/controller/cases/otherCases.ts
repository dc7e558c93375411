import { ControllerInfo, FieldValues, Job, JobDurations } from '@openvcloud/contract';
import { Type } from '@sinclair/typebox';
import type { QueryResultRow } from 'pg';
import { jobRows } from '../../../controller/src/jobs/jobs';
import { jobQuestion } from '../../../controller/src/query/question';
import { answerOf } from '../asked/answerOf';
import type { Comparison } from '../asked/sameAnswer';
import type { BenchCase, CaseGroup } from './benchCase';
import type { KnownJobs } from './knownJobs';
import type { SeedSpan } from '../seed/seedSpan';

const fieldValues = answerOf(FieldValues);
/** Args and result are JSON in the answer, and its text in the table. */
const ShownOfJob = Type.Omit(Job, ['args', 'result', 'error']);
const shownJob = answerOf(ShownOfJob);
const controllerInfo = answerOf(ControllerInfo);
const jobDurations = answerOf(JobDurations);

const DAY_MS = 86_400_000;
/** As many as /values answers unless told otherwise, and one more to see whether there are others. */
const VALUES = 100;
const NEWEST = 100_000;

export function valueGroup(): CaseGroup {
  return {
    title: 'Values of a field, with their counts',
    cases: [
      valueCase('cmd', 'cmd', 'jobs'),
      valueCase('nodeName', 'node_name', 'jobs'),
      valueCase('roles', 'role', `${newestWith('roles')} cross join lateral unnest(roles) as role`),
      valueCase('tags', 'tag', `${newestWith('tags')} cross join lateral unnest(tags) as tag`),
      valueCase('errorSignature', 'error_signature', newestWith('error_signature')),
    ],
  };
}

/** What kept counts do not know is counted in the newest that have it. */
function newestWith(column: string): string {
  return `(select ${column} from jobs where ${column} is not null order by time_create desc limit ${NEWEST}) as newest`;
}

function valueCase(field: string, column: string, from: string): BenchCase {
  return {
    name: `values of ${field}`,
    path: `/api/v1/values/${field}`,
    sql: [
      `select ${column} as value, count(*) as count from ${from} where ${column} is not null group by 1 order by 2 desc, 1 limit ${VALUES + 1}`,
    ],
    compare: (answer, rows) => {
      return { api: fieldValues(answer).values, sql: rows.slice(0, VALUES) };
    },
    targets: [],
  };
}

/** `now`: the clock of the controller that is asked for the comparison; every other one counts a window a little later. */
export function otherGroup({ guid, middleGuid }: KnownJobs, { end }: SeedSpan, now: number): CaseGroup {
  return {
    title: 'One job, the state of the controller, durations',
    cases: [
      jobCase('job, of the first day', guid),
      jobCase('job, of the middle', middleGuid),
      infoCase(now),
      durationCase(end - 12_345),
    ],
  };
}

function jobCase(name: string, guid: string): BenchCase {
  return {
    name,
    path: `/api/v1/jobs/${guid}`,
    sql: [`select ${jobRows(jobQuestion({}), 0, '-timeCreate', 'details').columns} from jobs where guid = '${guid}'`],
    compare: (answer, rows) => {
      const names = Object.keys(ShownOfJob.properties);
      const shownOf = (row: object) => Object.fromEntries(Object.entries(row).filter(([key]) => names.includes(key)));
      return { api: [shownOf(shownJob(answer))], sql: rows.map(shownOf) };
    },
    targets: [],
  };
}

function infoCase(now: number): BenchCase {
  return {
    name: 'info',
    path: '/api/v1/info',
    sql: [
      `select (select count(*) from nodes) as nodes, (select count(*) from nodes where last_seen > ${now - 30_000}) as "liveNodes",
       (select count(*) from jumpscripts where is_current and not is_deleted) as jumpscripts,
       (select count(*) from jumpscripts where is_current and not is_deleted and parse_error is not null) as "brokenJumpscripts",
       (select coalesce(json_object_agg(state, count), '{}') from (select state, count(*) from jobs where time_create >= ${now - DAY_MS} group by 1) as states) as "jobsByState",
       (select row_to_json(last) from (select guid, cmd, organization, state, time_create as "timeCreate" from jobs order by time_create desc limit 1) as last) as "lastJob"`.replace(
        /\s+/g,
        ' '
      ),
    ],
    compare: (answer, rows) => {
      const { nodes, liveNodes, jumpscripts, brokenJumpscripts, jobsByState, lastJob } = controllerInfo(answer);
      return { api: [{ nodes, liveNodes, jumpscripts, brokenJumpscripts, jobsByState, lastJob }], sql: rows };
    },
    targets: [],
  };
}

function durationCase(to: number): BenchCase {
  const from = to - DAY_MS;
  const figures = (column: string) =>
    `count(${column}), percentile_disc('{0.5,0.95,0.99,1}'::float8[]) within group (order by ${column})::text[]`;
  return {
    name: 'durations by queue, 24 h',
    path: `/api/v1/stats/durations?from=${from}&to=${to}&groupBy=queue`,
    sql: [
      `select queue, ${figures('wait_ms')} as wait, ${figures('run_ms')} as run from jobs where time_create >= ${from} and time_create < ${to} group by 1`,
    ],
    compare: compareDurations,
    targets: [],
  };
}

function compareDurations(answer: unknown, rows: readonly QueryResultRow[]): Comparison {
  const api = jobDurations(answer).series.map(({ labels, wait, run }) => [
    labels.queue,
    ...[wait, run].flatMap(({ p50, p95, p99, max }) => [p50[0], p95[0], p99[0], max[0]]),
  ]);
  const sql = rows.map(({ queue, wait, run }) => [queue, ...[wait, run].flat().map(Number)]);
  const sorted = (list: readonly unknown[][]) => list.map((one) => JSON.stringify(one)).sort();
  return { api: sorted(api), sql: sorted(sql) };
}
