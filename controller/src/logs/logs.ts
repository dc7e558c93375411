import type { LogField, LogLine, LogList } from '@openvcloud/contract';
import { longRead, type Database } from '../database/database';
import { selectionOf } from '../lists/cursor';
import { cutNotice } from '../lists/cutNotice';
import { conditionsSql, searchSql, timeRangeSql, type ColumnTable } from '../query/filterSql';
import type { Order } from '../query/keyset';
import { LEAST_LINES, logStart, type JobOfLines, type LogStart } from './logStart';
import type { Parameters } from '../database/parameters';
import type { LogQuestion } from '../query/question';
import { readPage } from '../lists/readPage';
import type { RowSet } from '../lists/rowSet';
import { SEARCH_BUDGET_MS, searchRows, type Search } from '../lists/searchRows';
import { indexedRanges } from '../lists/indexedRanges';

export const LOG_COLUMNS: ColumnTable<LogField> = {
  jobGuid: { sql: 'job_guid', type: 'text', isNullable: false },
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

export const LOG_LINE_COLUMNS = `job_guid as "jobGuid", seq, time, level, app_name as "appName", category, message, truncated_from as "truncatedFrom", gid, nid,
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
): RowSet {
  return {
    from: 'log_lines',
    columns: LOG_LINE_COLUMNS,
    order: logOrder(direction ?? (job === null ? 'backward' : 'forward'), job !== null),
    ...(job === null ? {} : { leastRead: LEAST_LINES }),
    conditions: (parameters) => [...jobCondition(job, parameters), ...logConditions(question, parameters)],
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
  searchBudgetMs = SEARCH_BUDGET_MS
): Promise<LogList> {
  const { question, cursor, at, count = true } = request;
  const { from, to } = question;
  const rows = logRows(request, job);
  const search = logSearch(database, request, job);
  const options = longRead({ signal, name: search === null ? 'list_logs' : 'search_logs' });
  const start = await logStart(database, request, rows.order, job, options);
  const found = await readPage<LogLine>(
    database,
    {
      ...rows,
      selection: [...selectionOf(question), job?.guid ?? null],
      limit,
      cursor,
      at,
      start,
      isCounted: count,
      isSearch: search !== null,
      find: search && ((reading) => searchRows(database, search, reading, searchBudgetMs, options)),
    },
    options
  );
  const { items, page, total } = found;
  const notice = cutNotice(found, 'lines');
  const coverage = { asOf: now, from: from ?? null, to: to ?? null, isCut: notice !== null, notice };
  return { items, page, total, coverage };
}

/** Null when nothing but the grid, the job and the time is asked for: then every line read is one of the page. */
function logSearch(database: Database, request: LogListRequest, job: JobOfLines | null): Search | null {
  const { conditions, search, ...range } = request.question;
  // A grid is most of the lines or all: every token of one asks for it.
  const narrowing = conditions.filter(({ field }) => field !== 'gid');
  if (narrowing.length === 0 && search === '') {
    return null;
  }
  const texts = narrowing
    .filter(({ field, operator }) => field === 'message' && operator === 'contains')
    .map(({ values }) => values[0] ?? '');
  return {
    ...logRows(request, job),
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
function jobCondition(job: JobOfLines | null, parameters: Parameters): string[] {
  return job === null ? [] : [`gid = ${parameters.add(job.gid)}`, `job_guid = ${parameters.add(job.guid)}`];
}

function logOrder(direction: 'forward' | 'backward', isOneJob: boolean): Order {
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
