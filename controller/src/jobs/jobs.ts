import { DEFAULT_JOB_SORT, type Job, type JobList, type JobSummary, type LinesOfJob } from '@openvcloud/contract';
import type { QueryResultRow } from 'pg';
import { longRead, type Database } from '../database/database';
import type { QueryOptions } from '../database/queryable';
import { ApiError } from '../errors/errors';
import { countExactly } from '../counts/countedJobs';
import { createdWithin } from '../query/createdWithin';
import { asOfCursor, selectionOf } from '../lists/cursor';
import { coverageOf } from '../lists/coverageOf';
import { indexedRanges } from '../lists/indexedRanges';
import { fixedFields, mayBeFew, isSearch, jobConditions } from '../query/jobFilters';
import { JOB_DETAIL_COLUMNS, JOB_SUMMARY_COLUMNS, selected } from '../query/jobTable';
import { jobOrder } from '../query/jobSort';
import { jobSource } from '../query/jobSource';
import { byKnownValues } from '../counts/knownValues';
import type { JobOfLines } from '../logs/logStart';
import type { ErrorColumns } from './errorColumns';
import { readPage } from '../lists/readPage';
import type { ByWindows, List } from '../lists/planList';
import { PAGE_BUDGET_MS } from '../lists/stepThroughTime';
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
  pageBudgetMs = PAGE_BUDGET_MS
): Promise<JobList> {
  const { question, sort = DEFAULT_JOB_SORT, cursor, at, count = true } = request;
  const options = longRead({ signal, name: 'list_jobs' });
  // Pages of a list are of one moment: open jobs would otherwise move on from one page to the next.
  const asOf = asOfCursor(cursor) ?? now;
  const found = await readPage<JobSummary>(
    database,
    {
      list: await knownList(database, question, sort, { now, asOf }, options),
      selection: [...selectionOf(question), question.timeField],
      limit,
      asOf,
      cursor,
      at,
      isCounted: count,
      countExactly: (counting) => countExactly(database, question, counting),
      pageBudgetMs,
    },
    options
  );
  const { items, page, total } = found;
  return { items, page, total, coverage: coverageOf(found, question, now, 'jobs') };
}

/** With what is known of its jobs before any of them is read. */
async function knownList(
  database: Database,
  asked: JobQuestion,
  sort: string,
  { now, asOf }: { now: number; asOf: number },
  options: QueryOptions
): Promise<List> {
  const known = await byKnownValues(database, asked, sort, options);
  const question = await createdWithin(database, known.question, options);
  const list = jobRows(question, asOf, sort);
  const { from, to, timeField, created = {} } = question;
  const steps: ByWindows = {
    by: 'windows',
    timeColumn: 'time_create',
    days: 'jobs_done',
    range: commonWindow([created, timeField === 'timeCreate' ? { from, to } : {}]),
    now,
    indexed: list.facts.isSearch ? await indexedRanges(database, 'jobs_done', options) : [],
  };
  return {
    ...list,
    // What was asked for decides the order, and so what a cursor holds: what is known changes.
    order: jobOrder(sort, fixedFields(asked)),
    facts: { ...list.facts, steps, ...(known.sortedBy === undefined ? {} : { sortedBy: known.sortedBy }) },
  };
}

/** Which jobs, in which order; with details, each as StoredJob. Open jobs wait and run until `asOf`. */
export function jobRows(
  question: JobQuestion,
  asOf: number,
  sort = DEFAULT_JOB_SORT,
  shape: 'summary' | 'details' = 'summary'
): List {
  return {
    from: jobSource(question, asOf, sort),
    columns: shape === 'details' ? JOB_DETAIL_COLUMNS : JOB_SUMMARY_COLUMNS,
    order: jobOrder(sort, fixedFields(question)),
    conditions: (parameters) => jobConditions(question, parameters),
    facts: {
      isNarrowed: question.conditions.length > 0 || question.search !== '',
      isSearch: isSearch(question),
      mayBeFew: mayBeFew(question),
    },
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
