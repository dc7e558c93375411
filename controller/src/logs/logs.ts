import type { LogField, LogLine, LogList } from '@openvcloud/contract';
import { longRead, type Database } from '../database/database';
import { selectionOf } from '../lists/cursor';
import { coverageOf } from '../lists/coverageOf';
import { conditionsSql, searchSql, timeRangeSql, type ColumnTable } from '../query/filterSql';
import type { Order } from '../query/keyset';
import { LEAST_LINES, logStart, type JobOfLines, type LogStart } from './logStart';
import type { Parameters } from '../database/parameters';
import type { LogQuestion } from '../query/question';
import { readPage } from '../lists/readPage';
import type { BySlices, List } from '../lists/planList';
import { PAGE_BUDGET_MS } from '../lists/stepThroughTime';
import { indexedRanges } from '../lists/indexedRanges';

export const LOG_COLUMNS: ColumnTable<LogField> = {
  jobGuid: { sql: 'job_guid', type: 'text', isNullable: false },
  source: { sql: 'source', type: 'text', isNullable: false },
  nativeLevel: { sql: 'native_level', type: 'text', isNullable: true },
  gid: { sql: 'gid', type: 'bigint', isNullable: false },
  nid: { sql: 'nid', type: 'bigint', isNullable: false },
  nodeName: { sql: 'node_name', type: 'text', isNullable: true },
  organization: { sql: 'organization', type: 'text', isNullable: false },
  cmd: { sql: 'cmd', type: 'text', isNullable: false },
  level: { sql: 'level', type: 'bigint', isNullable: false },
  appName: { sql: 'app_name', type: 'text', isNullable: false },
  category: { sql: 'category', type: 'text', isNullable: false },
  message: { sql: 'message', type: 'text', isNullable: false },
  pid: { sql: 'pid', type: 'bigint', isNullable: true },
  tags: { sql: 'tags', type: 'text[]', isNullable: false },
};

export const LOG_LINE_COLUMNS = `job_guid as "jobGuid", seq, time, level, app_name as "appName", category, message, truncated_from as "truncatedFrom", native_level as "nativeLevel", source, gid, nid,
  node_name as "nodeName", organization, cmd, pid, tags`;

export interface LogListRequest extends LogStart {
  question: LogQuestion;
  direction?: 'forward' | 'backward';
  count?: boolean;
}

/** Which lines, in which order: of one job oldest first, of all newest first. */
export function logRows(
  { question, direction }: Pick<LogListRequest, 'question' | 'direction'>,
  job: JobOfLines | null
): List {
  const { conditions, search } = question;
  // A grid is most of the lines or all: every token of one asks for it. The job and the time are what the order's index knows.
  const isSearch = search !== '' || conditions.some(({ field }) => field !== 'gid');
  return {
    from: 'log_lines',
    columns: LOG_LINE_COLUMNS,
    order: logOrder(direction ?? (job === null ? 'backward' : 'forward'), job !== null),
    conditions: (parameters) => [...jobCondition(job, parameters), ...logConditions(question, parameters)],
    facts: {
      isNarrowed: isSearch,
      isSearch,
      mayBeFew: false,
      ...(job === null ? {} : { leastRead: LEAST_LINES }),
    },
  };
}

/** Log lines of one job, or of all. */
export async function listLogs(
  database: Database,
  request: LogListRequest,
  job: JobOfLines | null,
  limit: number,
  now: number,
  signal: AbortSignal,
  pageBudgetMs = PAGE_BUDGET_MS
): Promise<LogList> {
  const { question, cursor, at, count = true } = request;
  const rows = logRows(request, job);
  const list = { ...rows, facts: { ...rows.facts, steps: slicesOf(database, question, job) } };
  const options = longRead({ signal, name: list.facts.isSearch ? 'search_logs' : 'list_logs' });
  const found = await readPage<LogLine>(
    database,
    {
      list,
      selection: [...selectionOf(question), job?.guid ?? null],
      limit,
      cursor,
      at,
      start: await logStart(database, request, list.order, job, options),
      isCounted: count,
      pageBudgetMs,
    },
    options
  );
  const { items, page, total } = found;
  return { items, page, total, coverage: coverageOf(found, question, now, 'lines') };
}

function slicesOf(database: Database, { conditions, search, ...range }: LogQuestion, job: JobOfLines | null): BySlices {
  const texts = conditions
    .filter(({ field, operator }) => field === 'message' && operator === 'contains')
    .map(({ values }) => values[0] ?? '');
  return {
    by: 'slices',
    scope: (parameters) => [...jobCondition(job, parameters), ...timeRangeSql('time', range, parameters)],
    isOneJob: job !== null,
    indexed: [search, ...texts].some(hasTrigram) ? (options) => indexedRanges(database, 'log_lines', options) : null,
  };
}

/** Less than three letters or digits in a row name no trigram: every line of the index would have to be looked at. */
function hasTrigram(text: string): boolean {
  return /[\p{L}\p{N}]{3}/u.test(text);
}

export function logConditions({ conditions, search, ...range }: LogQuestion, parameters: Parameters): string[] {
  return [
    ...timeRangeSql('time', range, parameters),
    ...conditionsSql(conditions, LOG_COLUMNS, parameters),
    ...searchSql(search, ['message'], parameters),
  ];
}

/** With the grid id first the primary key serves it. */
export function jobCondition(job: JobOfLines | null, parameters: Parameters): string[] {
  return job === null ? [] : [`gid = ${parameters.add(job.gid)}`, `job_guid = ${parameters.add(job.guid)}`];
}

export function logOrder(direction: 'forward' | 'backward', isOneJob: boolean): Order {
  return {
    name: direction,
    isDescending: direction === 'backward',
    columns: [
      { sql: 'time', type: 'bigint', isNullable: false },
      ...(isOneJob ? [] : [{ sql: 'job_guid', type: 'text', isNullable: false } as const]),
      { sql: 'seq', type: 'bigint', isNullable: false },
    ],
  };
}
