import { OPERATORS } from '@openvcloud/contract';
import type { Database } from '../database/database';
import { ApiError } from '../errors/errors';
import { refuseNul, type JobQuestion, type LogQuestion } from '../query/question';

/** What one stream wants to see. Streams with the same key see the same. */
export interface Selection {
  key: string;
  /** Only this job and its lines. */
  job: string | null;
  jobs: JobQuestion | null;
  lines: LogQuestion | null;
}

/** Pure. Throws what is wrong with the request. */
export function toSelection({ job, jobs, lines }: Omit<Selection, 'key'>): Selection {
  if (jobs === null && lines === null) {
    throw new ApiError('BAD_PARAMETER', 'Expected jobs or logs to be streamed, got jobs=false and logs=false.');
  }
  refuseNul(job ?? '', 'job');
  return { key: JSON.stringify([job, jobs, lines]), job, jobs, lines };
}

/** PostgreSQL alone knows its regular expressions: a broken one is refused now, not when the first row comes. */
export async function checkPatterns(database: Database, selection: Selection, signal: AbortSignal): Promise<void> {
  const conditions = [...(selection.jobs?.conditions ?? []), ...(selection.lines?.conditions ?? [])];
  const patterns = conditions.flatMap(({ operator, values }) =>
    OPERATORS[operator].takes === 'pattern' ? values : []
  );
  if (patterns.length > 0) {
    await database.read(
      { text: `select count(*) filter (where '' ~ pattern) from unnest($1::text[]) as pattern`, values: [patterns] },
      { signal }
    );
  }
}
