import type { Job, JobList, JobSummary } from '@openvcloud/contract';
import type { Database, QueryOptions, Sql } from '../database/database';
import { ApiError } from '../errors';
import { countExactly } from './countedJobs';
import { hasListCondition, jobConditions, type JobSelection } from './jobFilters';
import { jobOrder } from './jobSort';
import { readPage, type RowSet } from './readPage';

const IDENTITY = `guid, id, source, gid, nid, node_name as "nodeName", organization, category, cmd, jumpscript_id as "jumpscriptId",
  jumpscript_version as "jumpscriptVersion", roles, queue, state, native_state as "nativeState", result_code as "resultCode",
  time_create as "timeCreate", time_start as "timeStart", time_stop as "timeStop", wait_ms as "waitMs", run_ms as "runMs",
  timeout_seconds as "timeoutSeconds", parent_guid as "parentGuid", batch_guid as "batchGuid", attempt, max_attempts as "maxAttempts",
  tags, username as "user", log, log_lines as "logLines"`;

export const JOB_SUMMARY_COLUMNS = `${IDENTITY}, result_preview as "resultPreview", error_type as "errorType", left(error_message, 300) as "errorMessage", error_signature as "errorSignature"`;

const DETAILS = `${IDENTITY}, args, result, result_truncated as "resultTruncated", error_type as "errorType", error_message as "errorMessage",
  error_backtrace as "errorBacktrace", error_file as "errorFile", error_line as "errorLine", error_function as "errorFunction",
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
  signal: AbortSignal
): Promise<JobList> {
  const { filter, q, from, to, timeField, cursor, at, count = true } = request;
  const { items, page, total } = await readPage<JobSummary>(
    database,
    {
      ...jobRows(request),
      selection: [filter ?? [], q ?? '', timeField ?? 'timeCreate'],
      limit,
      cursor,
      at,
      isCounted: count,
      countExactly: (options) => countExactly(database, request, options),
    },
    { signal, name: 'list_jobs' }
  );
  return {
    items,
    page,
    total,
    coverage: { asOf: now, from: from ?? null, to: to ?? null, isCut: false, notice: null },
  };
}

/** Which jobs, in which order; with details, each as StoredJob. */
export function jobRows(request: JobSelection & { sort?: string }, shape: 'summary' | 'details' = 'summary'): RowSet {
  return {
    from: 'jobs',
    columns: shape === 'details' ? DETAILS : JOB_SUMMARY_COLUMNS,
    order: jobOrder(request.sort ?? '-timeCreate'),
    conditions: (parameters) => jobConditions(request, parameters),
    mayBeRare: hasListCondition(request),
  };
}

/** A job as stored: args and result are still JSON text. */
export interface StoredJob extends Omit<Job, 'args' | 'result' | 'error'> {
  args: string;
  result: string | null;
  errorType: string | null;
  errorMessage: string | null;
  errorBacktrace: string | null;
  errorFile: string | null;
  errorLine: number | null;
  errorFunction: string | null;
  errorCode: string | null;
  errorSignature: string | null;
}

const DAY_MS = 86_400_000;

/** The job of this grid; of any when gid is null. */
export async function findJob(
  database: Database,
  gid: number | null,
  guid: string,
  options: QueryOptions
): Promise<StoredJob> {
  const created = timeOfGuid(guid);
  const near =
    created === null
      ? undefined
      : await first(database, byGuidBetween(gid, guid, created - DAY_MS, created + DAY_MS), options);
  const job =
    near ??
    (await first(
      database,
      {
        text: `select ${DETAILS} from jobs where guid = $1 and ($2::integer is null or gid = $2) order by time_create desc limit 1`,
        values: [guid, gid],
      },
      options
    ));
  if (job === undefined) {
    throw new ApiError('UNKNOWN_JOB', `Expected the guid of a job, got "${guid}".`);
  }
  return job;
}

async function first(database: Database, sql: Sql, options: QueryOptions): Promise<StoredJob | undefined> {
  const [row] = await database.read<StoredJob>(sql, { ...options, name: 'find_job' });
  return row;
}

function byGuidBetween(gid: number | null, guid: string, from: number, to: number): Sql {
  return {
    text: `select ${DETAILS} from jobs where guid = $1 and ($4::integer is null or gid = $4) and time_create between $2 and $3 limit 1`,
    values: [guid, from, to, gid],
  };
}

/** A UUIDv7 begins with its time: so only that day's partition is searched. Other guids say nothing. */
export function timeOfGuid(guid: string): number | null {
  const [, high, low] = /^([0-9a-f]{8})-([0-9a-f]{4})-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.exec(guid) ?? [];
  return high === undefined || low === undefined ? null : parseInt(`${high}${low}`, 16);
}
