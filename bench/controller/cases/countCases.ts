import { formatCondition, JobCounts, type GroupField, type TimeField } from '@openvcloud/contract';
import type { QueryResultRow } from 'pg';
import { JOB_COLUMNS } from '../../../controller/src/query/jobColumns';
import { answerOf } from '../asked/answerOf';
import type { Comparison } from '../asked/sameAnswer';
import type { BenchCase, CaseGroup } from './benchCase';
import type { Filter } from '../asked/handCondition';
import { handWhere, whereText } from '../asked/handList';
import type { SeedSpan } from '../seed/seedSpan';

const jobCounts = answerOf(JobCounts);

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

const WINDOWS: ReadonlyArray<readonly [name: string, ms: number]> = [
  ['5 min', 300_000],
  ['24 h', DAY_MS],
  ['30 d', 30 * DAY_MS - 100_000],
  ['365 d', 365 * DAY_MS],
];

interface CountQuestion {
  from: number;
  to: number;
  timeField?: TimeField;
  filters?: readonly Filter[];
  groupBy?: readonly GroupField[];
  bucketMs?: number;
}

const ERRORS: readonly Filter[] = [['state', '=', 'ERROR']];
const QUESTIONS: ReadonlyArray<readonly [name: string, question: Omit<CountQuestion, 'from' | 'to'>]> = [
  ['ERROR', { filters: ERRORS }],
  ['ERROR by end', { filters: ERRORS, timeField: 'timeStop' }],
  ['ERROR by time known', { filters: ERRORS, timeField: 'timeKnown' }],
  [
    'ERROR and TIMEOUT by end, by command',
    { filters: [['state', 'in', 'ERROR', 'TIMEOUT']], timeField: 'timeStop', groupBy: ['cmd'] },
  ],
  ['by state, queue', { groupBy: ['state', 'queue'] }],
  ['by node', { groupBy: ['nodeName'] }],
  [
    "by state of a node's command",
    {
      filters: [
        ['nodeName', '=', 'node7'],
        ['cmd', '=', 'disk_check_3'],
      ],
      groupBy: ['state'],
    },
  ],
  ['by command and node', { groupBy: ['cmd', 'nodeName'] }],
];

/** Windows with ragged edges, which end a little before the last job. */
export function countGroup({ start, end }: SeedSpan): CaseGroup {
  const to = end - 12_345;
  const windows = WINDOWS.flatMap(([name, ms]) =>
    QUESTIONS.map(([what, question]) => countCase(`count ${what}, ${name}`, { ...question, from: to - ms, to }))
  );
  const hourly = { from: start, to: end, groupBy: ['state'], bucketMs: HOUR_MS } as const;
  return { title: 'Counts', cases: [...windows, countCase('count by state per hour, 30 d', hourly)] };
}

function countCase(name: string, question: CountQuestion): BenchCase {
  const { from, to, timeField = 'timeCreate', filters = [], groupBy = [], bucketMs } = question;
  const query = new URLSearchParams({ from: String(from), to: String(to), timeField });
  filters.forEach(([field, operator, ...values]) =>
    query.append('filter', formatCondition({ field, operator, values }))
  );
  groupBy.forEach((field) => query.append('groupBy', field));
  if (bucketMs !== undefined) {
    query.set('bucketMs', String(bucketMs));
  }
  const time = JOB_COLUMNS[timeField].sql;
  const keys = [
    ...groupBy.map((field) => JOB_COLUMNS[field].sql),
    ...(bucketMs === undefined ? [] : [`${time} / ${bucketMs} * ${bucketMs} as bucket`]),
  ];
  const grouping = keys.length === 0 ? '' : ` group by ${keys.map((_, index) => index + 1).join(', ')}`;
  const where = whereText(handWhere({ filters, range: { timeField, from, to } }));
  return {
    name,
    path: `/api/v1/stats/jobs?${query.toString()}`,
    sql: [`select ${[...keys, 'count(*)'].join(', ')} from jobs${where}${grouping}`],
    compare: (answer, rows) => compareCounts(groupBy, answer, rows),
    targets: ['alertCount'],
  };
}

/** Every count above 0 with its group and bucket, in any order. */
function compareCounts(groupBy: readonly GroupField[], answer: unknown, rows: readonly QueryResultRow[]): Comparison {
  const { series, times, bucketMs } = jobCounts(answer);
  const api = series.flatMap(({ labels, counts }) =>
    counts.flatMap((count, place) =>
      count === 0
        ? []
        : [[...groupBy.map((field) => labels[field]), ...(bucketMs === null ? [] : [times[place]]), count]]
    )
  );
  const sql = rows.map((row) => Object.values(row).map((value: unknown) => value ?? ''));
  const sorted = (list: readonly unknown[][]) => list.map((one) => JSON.stringify(one)).sort();
  return { api: sorted(api), sql: sorted(sql.filter((row) => row.at(-1) !== 0)) };
}
