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

/** PostgreSQL remembers so many compiled expressions; with more in one statement it compiles each anew for every row. */
const MOST_PATTERNS = 32;

/** Pure. Streams whose expressions together are no more than PostgreSQL remembers. */
export function inStatements<Of extends { selection: Selection }>(groups: readonly Of[]): Of[][] {
  const statements: Of[][] = [];
  let patterns = 0;
  for (const group of groups) {
    const { length } = patternsOf(group.selection);
    const last = statements.at(-1);
    if (last === undefined || patterns + length > MOST_PATTERNS) {
      statements.push([group]);
      patterns = length;
    } else {
      last.push(group);
      patterns += length;
    }
  }
  return statements;
}

function patternsOf({ jobs, lines }: Selection): string[] {
  const conditions = [...(jobs?.conditions ?? []), ...(lines?.conditions ?? [])];
  return conditions.flatMap(({ operator, values }) => (OPERATORS[operator].takes === 'pattern' ? values : []));
}

/** PostgreSQL alone knows its regular expressions: a broken one is refused now, not when the first row comes. */
export async function checkPatterns(database: Database, selection: Selection, signal: AbortSignal): Promise<void> {
  const patterns = patternsOf(selection);
  if (patterns.length > 0) {
    await database.read(
      { text: `select count(*) filter (where '' ~ pattern) from unnest($1::text[]) as pattern`, values: [patterns] },
      { signal }
    );
  }
}
