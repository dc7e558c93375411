import type { JOB_FIELDS } from '@openvcloud/contract';
import type { BenchCase } from './benchCase';
import { logCases } from './logCases';
import { SEED_END, SEED_START } from './seed';

const LIST = 'select guid, state, cmd, node_name, time_create, time_start, time_stop, result_preview from jobs';
const job = (query: string) => `/api/v1/jobs?limit=50&${query}`;
const filter = (text: string) => `filter=${encodeURIComponent(text)}`;
const newest = (where: string) => `${LIST} where ${where} order by time_create desc, guid desc limit 50`;

const FILTERS: ReadonlyArray<readonly [filter: string, sql: string]> = [
  ['state|=|ERROR', `state = 'ERROR'`],
  ['cmd|=|disk_check_3', `cmd = 'disk_check_3'`],
  ['organization|=|storage', `organization = 'storage'`],
  ['nodeName|=|node7', `node_name = 'node7'`],
  ['nid|=|7', 'nid = 7'],
  ['queue|=|io', `queue = 'io'`],
  ['category|=|maintenance', `category = 'maintenance'`],
  ['errorType|=|KeyError', `error_type = 'KeyError'`],
  ['tags|=|case-3', `tags && '{case-3}'`],
  ['tags|=|no-such-tag', `tags && '{no-such-tag}'`],
  ['roles|=|storagenode', `roles && '{storagenode}'`],
  ['cmd|contains|net_', `cmd ilike '%net\\_%'`],
  ['args|contains|/data/42', `args ilike '%/data/42%'`],
  ['run|range|59000|', 'run_ms >= 59000'],
];
const SORTED: Partial<Record<keyof typeof JOB_FIELDS, string>> = {
  timeCreate: 'time_create',
  timeStart: 'time_start',
  timeStop: 'time_stop',
  state: 'state',
  cmd: 'cmd',
  organization: 'organization',
  nodeName: 'node_name',
  queue: 'queue',
  result: 'result_preview',
  wait: 'wait_ms',
  run: 'run_ms',
};
const WINDOWS: ReadonlyArray<readonly [name: string, ms: number]> = [
  ['5 min', 300_000],
  ['24 h', 86_400_000],
  ['30 d', SEED_END - SEED_START - 100_000],
  ['365 d', 365 * 86_400_000],
];

export function benchCases(longJob: string, lines: number): BenchCase[] {
  return [...listCases(), ...countCases(), ...logCases(longJob, lines)];
}

function listCases(): BenchCase[] {
  return [
    ...FILTERS.map(([text, where]) => ({
      name: `list, ${text}`,
      path: job(`count=false&${filter(text)}`),
      sql: newest(where),
    })),
    ...Object.entries(SORTED).flatMap(([field, column]) =>
      [`${field}`, `-${field}`].map((sort) => {
        const direction = sort.startsWith('-') ? 'desc' : 'asc';
        return {
          name: `list, sort ${sort}`,
          path: job(`count=false&sort=${sort}`),
          sql: `${LIST} order by ${column} ${direction}, time_create ${direction}, guid ${direction} limit 50`,
        };
      })
    ),
    { name: 'list, first page and total', path: job('at=first'), sql: newest('true') },
    { name: 'list, deepest page and total', path: job('at=last'), sql: `${LIST} order by time_create, guid limit 50` },
    { name: 'list, q=/data/42', path: job('count=false&q=%2Fdata%2F42'), sql: newest(`args ilike '%/data/42%'`) },
    {
      name: 'list, q=no such word',
      path: job('count=false&q=xylophone'),
      sql: newest(`args || coalesce(result, '') ilike '%xylophone%'`),
    },
    { name: 'total, no filter', path: '/api/v1/jobs?limit=1', sql: 'select count(*) from jobs' },
    {
      name: 'total, state|=|ERROR',
      path: `/api/v1/jobs?limit=1&${filter('state|=|ERROR')}`,
      sql: `select count(*) from jobs where state = 'ERROR'`,
    },
  ];
}

function countCases(): BenchCase[] {
  const windows = WINDOWS.flatMap(([name, ms]) => {
    const [from, to] = [SEED_END - 12_345 - ms, SEED_END - 12_345];
    const within = (column: string) => `${column} >= ${from} and ${column} < ${to}`;
    const stats = `/api/v1/stats/jobs?from=${from}&to=${to}`;
    return [
      {
        name: `count ERROR, ${name}`,
        path: `${stats}&${filter('state|=|ERROR')}`,
        sql: `select count(*) from jobs where state = 'ERROR' and ${within('time_create')}`,
      },
      {
        name: `count ERROR by end, ${name}`,
        path: `${stats}&timeField=timeStop&${filter('state|=|ERROR')}`,
        sql: `select count(*) from jobs where state = 'ERROR' and ${within('time_stop')}`,
      },
      {
        name: `count by state, queue, ${name}`,
        path: `${stats}&groupBy=state&groupBy=queue`,
        sql: `select state, queue, count(*) from jobs where ${within('time_create')} group by 1, 2`,
      },
      {
        name: `count by node, ${name}`,
        path: `${stats}&groupBy=nodeName`,
        sql: `select node_name, count(*) from jobs where ${within('time_create')} group by 1`,
      },
      {
        name: `count by state of a node's command, ${name}`,
        path: `${stats}&groupBy=state&${filter('nodeName|=|node7')}&${filter('cmd|=|disk_check_3')}`,
        sql: `select state, count(*) from jobs where node_name = 'node7' and cmd = 'disk_check_3' and ${within('time_create')} group by 1`,
      },
      {
        name: `count by command and node, ${name}`,
        path: `${stats}&groupBy=cmd&groupBy=nodeName`,
        sql: `select cmd, node_name, count(*) from jobs where ${within('time_create')} group by 1, 2`,
      },
    ];
  });
  const hour = 3_600_000;
  const [from, to] = [SEED_START, SEED_END];
  return [
    ...windows,
    {
      name: 'count by state per hour, 30 d',
      path: `/api/v1/stats/jobs?from=${from}&to=${to}&groupBy=state&bucketMs=${hour}`,
      sql: `select state, time_create / ${hour}, count(*) from jobs where time_create >= ${from} and time_create < ${to} group by 1, 2`,
    },
    {
      name: 'values of cmd',
      path: '/api/v1/values/cmd',
      sql: 'select cmd, count(*) from jobs group by 1 order by 2 desc limit 100',
    },
  ];
}
