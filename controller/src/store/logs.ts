import { LOG_FIELDS, type LogField, type LogLine, type LogList } from '@openvcloud/contract';
import type { Database } from '../database/database';
import { conditionSql, parseFilters, searchSql, timeRangeSql, type ColumnTable } from './filterSql';
import type { Order } from './keyset';
import type { Parameters } from './parameters';
import { readPage, type RowSet } from './readPage';

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

export interface LogListRequest {
  filter?: readonly string[];
  q?: string;
  from?: number;
  to?: number;
  direction?: 'forward' | 'backward';
  cursor?: string;
  at?: 'first' | 'last';
  count?: boolean;
}

export interface JobOfLines {
  gid: number;
  guid: string;
}

/** Which lines, in which order: of one job oldest first, of all newest first. */
export function logRows(request: LogListRequest, job: JobOfLines | null): RowSet {
  const { direction = job === null ? 'backward' : 'forward' } = request;
  return {
    from: 'log_lines',
    columns: LOG_LINE_COLUMNS,
    order: logOrder(direction, job !== null),
    conditions: (parameters) => [...jobCondition(job, parameters), ...logConditions(request, parameters)],
  };
}

/** Log lines of one job, or of all. */
export async function listLogs(
  database: Database,
  request: LogListRequest,
  job: JobOfLines | null,
  limit: number,
  now: number,
  signal: AbortSignal
): Promise<LogList> {
  const { filter, q, from, to, cursor, at, count = true } = request;
  const { items, page, total } = await readPage<LogLine>(
    database,
    {
      ...logRows(request, job),
      selection: [filter ?? [], q ?? '', job?.guid ?? null],
      limit,
      cursor,
      at,
      isCounted: count,
    },
    { signal, name: 'list_logs' }
  );
  return {
    items,
    page,
    total,
    coverage: { asOf: now, from: from ?? null, to: to ?? null, isCut: false, notice: null },
  };
}

export function logConditions({ filter, q, from, to }: LogListRequest, parameters: Parameters): string[] {
  const conditions = parseFilters(filter, LOG_FIELDS).map((condition) => {
    const column = isLogField(condition.field) ? LOG_COLUMNS[condition.field] : LOG_COLUMNS.message;
    return conditionSql(condition, column, parameters);
  });
  return [...timeRangeSql('time', from, to, parameters), ...conditions, ...searchSql(q, ['message'], parameters)];
}

export function isLogField(name: string): name is LogField {
  return Object.hasOwn(LOG_FIELDS, name);
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
