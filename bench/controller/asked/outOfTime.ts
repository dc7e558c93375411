import { DatabaseError } from 'pg';

const QUERY_CANCELED = '57014';

/** Did PostgreSQL end a statement because it took longer than it may? */
export function isOutOfTime(error: unknown): boolean {
  return error instanceof DatabaseError && error.code === QUERY_CANCELED;
}
