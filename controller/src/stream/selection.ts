import { JOB_FIELDS, LOG_FIELDS, type StreamQuery } from '@openvcloud/contract';
import type { Database } from '../database/database';
import { ApiError } from '../errors/errors';
import { parseFilters, refuseNul } from '../query/filterSql';
import { jobConditions } from '../query/jobFilters';
import { logConditions } from '../logs/logs';
import { Parameters } from '../database/parameters';

/** Which rows of one kind. */
export interface RowFilter {
  filter: readonly string[];
  q: string | undefined;
}

/** What one stream wants to see. Streams with the same key see the same. */
export interface Selection {
  key: string;
  /** Only this job and its lines. */
  job: string | null;
  jobs: RowFilter | null;
  lines: RowFilter | null;
}

/** Pure. Throws what is wrong with the request. */
export function toSelection(query: StreamQuery): Selection {
  const { job = null, filter = [], q, logFilter = [], logQ } = query;
  const jobs = query.jobs === false ? null : { filter, q };
  const lines = query.logs === false ? null : { filter: logFilter, q: logQ };
  if (jobs === null && lines === null) {
    throw new ApiError('BAD_PARAMETER', 'Expected jobs or logs to be streamed, got jobs=false and logs=false.');
  }
  refuseNul(job ?? '', 'job');
  jobConditions({ filter, q }, new Parameters());
  logConditions({ filter: logFilter, q: logQ }, new Parameters());
  return { key: JSON.stringify([job, jobs, lines]), job, jobs, lines };
}

/** PostgreSQL alone knows its regular expressions: a broken one is refused now, not when the first row comes. */
export async function checkPatterns(database: Database, selection: Selection, signal: AbortSignal): Promise<void> {
  const patterns = [
    ...parseFilters(selection.jobs?.filter, JOB_FIELDS),
    ...parseFilters(selection.lines?.filter, LOG_FIELDS),
  ].flatMap(({ operator, values }) => (operator === 'regex' || operator === 'not regex' ? values : []));
  if (patterns.length > 0) {
    await database.read(
      { text: `select count(*) filter (where '' ~ pattern) from unnest($1::text[]) as pattern`, values: [patterns] },
      { signal }
    );
  }
}
