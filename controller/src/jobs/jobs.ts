import { DEFAULT_JOB_SORT, type Job, type JobList, type JobSummary, type LinesOfJob } from '@openvcloud/contract';
import type { QueryResultRow } from 'pg';
import { longRead, type Database, type QueryOptions } from '../database/database';
import { ApiError } from '../errors/errors';
import { countExactly } from '../counts/countedJobs';
import { createdWithin } from '../query/createdWithin';
import { selectionOf } from '../lists/cursor';
import { cutNotice } from '../lists/cutNotice';
import { indexedRanges } from '../lists/indexedRanges';
import { fixedFields, hasListCondition, isSearch, jobConditions } from '../query/jobFilters';
import { findByTime } from '../lists/findByTime';
import { JOB_DETAIL_COLUMNS, JOB_SUMMARY_COLUMNS, selected } from '../query/jobTable';
import { jobOrder } from '../query/jobSort';
import { byKnownValues } from '../counts/knownValues';
import type { JobOfLines } from '../logs/logStart';
import type { ErrorColumns } from './errorColumns';
import { readPage } from '../lists/readPage';
import type { RowSet } from '../lists/rowSet';
import { SEARCH_BUDGET_MS } from '../lists/searchRows';
import type { JobQuestion } from '../query/question';
import { commonWindow } from '../query/timeWindow';

export interface JobListRequest {
  question: JobQuestion;
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
  const { question: asked, sort = DEFAULT_JOB_SORT, cursor, at, count = true } = request;
  const { from, to, timeField } = asked;
  const options = longRead({ signal, name: 'list_jobs' });
  const known = await byKnownValues(database, asked, sort, options);
  const question = await createdWithin(database, known.question, options);
  const rows = { ...jobRows(question), order: jobOrder(sort, fixedFields(asked)) };
  const range = commonWindow([question.created ?? {}, timeField === 'timeCreate' ? { from, to } : {}]);
  const indexed = isSearch(question) ? await indexedRanges(database, 'jobs_done', options) : [];
  const windowing = { days: 'jobs_done', range, now, indexed, budgetMs: searchBudgetMs } as const;
  const found = await readPage<JobSummary>(
    database,
    {
      ...rows,
      selection: [...selectionOf(asked), timeField],
      limit,
      cursor,
      at,
      isCounted: count,
      isSearch: isSearch(question),
      countExactly: (counting) => countExactly(database, asked, counting),
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
export function jobRows(
  question: JobQuestion,
  sort = DEFAULT_JOB_SORT,
  shape: 'summary' | 'details' = 'summary'
): RowSet {
  return {
    from: 'jobs',
    columns: shape === 'details' ? JOB_DETAIL_COLUMNS : JOB_SUMMARY_COLUMNS,
    order: jobOrder(sort, fixedFields(question)),
    conditions: (parameters) => jobConditions(question, parameters),
    mayBeRare: hasListCondition(question),
    mayBeFar: question.conditions.length > 0 || question.search !== '',
  };
}

/** A job as stored: args and result are still JSON text. */
export interface StoredJob extends Omit<Job, 'args' | 'result' | 'error'>, ErrorColumns {
  args: string;
  result: string | null;
}

const DAY_MS = 86_400_000;

/** The job of this grid; of any when gid is null. */
export function findJob(
  database: Database,
  gid: number | null,
  guid: string,
  options: QueryOptions
): Promise<StoredJob> {
  return findRow<StoredJob>(database, JOB_DETAIL_COLUMNS, { gid, guid }, options);
}

/** What its log lines need to know of it: results are up to megabytes. */
export function findJobOfLines(
  database: Database,
  gid: number | null,
  guid: string,
  options: QueryOptions
): Promise<JobOfLines & LinesOfJob> {
  const columns = selected(['gid', 'guid', 'logLines', 'droppedLines', 'droppedBecause']);
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
