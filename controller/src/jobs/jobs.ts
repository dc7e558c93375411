import type { Job, JobList, JobSummary, LinesOfJob } from '@openvcloud/contract';
import type { QueryResultRow } from 'pg';
import { longRead, type Database, type QueryOptions } from '../database/database';
import { ApiError } from '../errors/errors';
import { countExactly } from '../counts/countedJobs';
import { createdWithin } from '../query/createdWithin';
import { cutNotice } from '../lists/cutNotice';
import { indexedRanges } from '../lists/indexedRanges';
import { fixedFields, hasListCondition, isSearch, jobConditions, type JobSelection } from '../query/jobFilters';
import { findByTime } from '../lists/findByTime';
import { jobOrder } from '../query/jobSort';
import { byKnownValues } from '../counts/knownValues';
import type { JobOfLines } from '../logs/logStart';
import { readPage } from '../lists/readPage';
import type { RowSet } from '../lists/rowSet';
import { SEARCH_BUDGET_MS } from '../lists/searchRows';
import { commonWindow } from '../query/timeWindows';

const IDENTITY = `guid, id, source, gid, nid, node_name as "nodeName", organization, category, cmd, jumpscript_id as "jumpscriptId",
  jumpscript_version as "jumpscriptVersion", roles, queue, state, native_state as "nativeState", result_code as "resultCode",
  time_create as "timeCreate", time_start as "timeStart", time_stop as "timeStop", wait_ms as "waitMs", run_ms as "runMs",
  timeout_seconds as "timeoutSeconds", parent_guid as "parentGuid", batch_guid as "batchGuid", attempt, max_attempts as "maxAttempts",
  tags, username as "user", log, log_lines as "logLines", dropped_lines as "droppedLines", dropped_because as "droppedBecause"`;

export const JOB_SUMMARY_COLUMNS = `${IDENTITY}, result_preview as "resultPreview", error_type as "errorType", left(error_message, 300) as "errorMessage", error_signature as "errorSignature"`;

const DETAILS = `${IDENTITY}, args, result, result_truncated as "resultTruncated", error_type as "errorType", error_message as "errorMessage",
  error_message_truncated as "errorMessageTruncated", error_backtrace as "errorBacktrace", error_backtrace_truncated as "errorBacktraceTruncated", error_file as "errorFile", error_line as "errorLine", error_function as "errorFunction",
  error_code as "errorCode", error_signature as "errorSignature", jumpscript_hash as "jumpscriptHash", lease_until as "leaseUntil"`;

export interface JobListRequest extends JobSelection {
  sort?: string;
  cursor?: string;
  at?: 'first' | 'last';
  limit?: number;
  count?: boolean;
}

export async function listJobs(
  database: Database,
  request: JobListRequest,
  limit: number,
  now: number,
  signal: AbortSignal,
  searchBudgetMs = SEARCH_BUDGET_MS
): Promise<JobList> {
  const { filter, q, from, to, timeField = 'timeCreate', cursor, at, count = true } = request;
  const options = longRead({ signal, name: 'list_jobs' });
  const known = await byKnownValues(database, request, options);
  const selection = await createdWithin(database, known.selection, options);
  const rows = jobRows(selection);
  const range = commonWindow([selection.created ?? {}, timeField === 'timeCreate' ? { from, to } : {}]);
  const indexed = isSearch(selection) ? await indexedRanges(database, 'jobs_done', options) : [];
  const windowing = { days: 'jobs_done', range, now, indexed, budgetMs: searchBudgetMs } as const;
  const found = await readPage<JobSummary>(
    database,
    {
      ...rows,
      selection: [filter ?? [], q ?? '', timeField],
      limit,
      cursor,
      at,
      isCounted: count,
      isSearch: isSearch(selection),
      countExactly: (counting) => countExactly(database, request, counting),
      find: findByTime(database, { rows, sortedBy: known.sortedBy, windowing }, options),
    },
    options
  );
  const { items, page, total } = found;
  const notice = cutNotice(found, 'jobs');
  const coverage = { asOf: now, from: from ?? null, to: to ?? null, isCut: notice !== null, notice };
  return { items, page, total, coverage };
}

/** Which jobs, in which order; with details, each as StoredJob. */
export function jobRows(request: JobSelection & { sort?: string }, shape: 'summary' | 'details' = 'summary'): RowSet {
  const { sort = '-timeCreate', filter, q } = request;
  return {
    from: 'jobs',
    columns: shape === 'details' ? DETAILS : JOB_SUMMARY_COLUMNS,
    order: jobOrder(sort, fixedFields(request)),
    conditions: (parameters) => jobConditions(request, parameters),
    mayBeRare: hasListCondition(request),
    mayBeFar: (filter?.length ?? 0) > 0 || (q ?? '') !== '',
  };
}

/** A job as stored: args and result are still JSON text. */
export interface StoredJob extends Omit<Job, 'args' | 'result' | 'error'> {
  args: string;
  result: string | null;
  errorType: string | null;
  errorMessage: string | null;
  errorMessageTruncated: number | null;
  errorBacktrace: string | null;
  errorBacktraceTruncated: number | null;
  errorFile: string | null;
  errorLine: number | null;
  errorFunction: string | null;
  errorCode: string | null;
  errorSignature: string | null;
}

const DAY_MS = 86_400_000;

/** The job of this grid; of any when gid is null. */
export function findJob(
  database: Database,
  gid: number | null,
  guid: string,
  options: QueryOptions
): Promise<StoredJob> {
  return findRow<StoredJob>(database, DETAILS, { gid, guid }, options);
}

/** What its log lines need to know of it: results are up to megabytes. */
export function findJobOfLines(
  database: Database,
  gid: number | null,
  guid: string,
  options: QueryOptions
): Promise<JobOfLines & LinesOfJob> {
  const columns = `gid, guid, log_lines as "logLines", dropped_lines as "droppedLines", dropped_because as "droppedBecause"`;
  return findRow<JobOfLines & LinesOfJob>(database, columns, { gid, guid }, options);
}

async function findRow<Row extends QueryResultRow>(
  database: Database,
  columns: string,
  { gid, guid }: { gid: number | null; guid: string },
  options: QueryOptions
): Promise<Row> {
  const first = async (range: string, values: readonly unknown[]) => {
    const text = `select ${columns} from jobs where guid = $1 and ($2::integer is null or gid = $2) ${range} order by time_create desc limit 1`;
    const [row] = await database.read<Row>({ text, values: [guid, gid, ...values] }, { ...options, name: 'find_job' });
    return row;
  };
  const created = timeOfGuid(guid);
  const near =
    created === null
      ? undefined
      : await first('and time_create between $3 and $4', [created - DAY_MS, created + DAY_MS]);
  const row = near ?? (await first('', []));
  if (row === undefined) {
    throw new ApiError('UNKNOWN_JOB', `Expected the guid of a job, got "${guid}".`);
  }
  return row;
}

/** A UUIDv7 begins with its time: so only that day's partition is searched. Other guids say nothing. */
export function timeOfGuid(guid: string): number | null {
  const [, high, low] = /^([0-9a-f]{8})-([0-9a-f]{4})-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.exec(guid) ?? [];
  return high === undefined || low === undefined ? null : parseInt(`${high}${low}`, 16);
}
