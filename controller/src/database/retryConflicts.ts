/** serialization_failure (also: a row moved to the other partition meanwhile) and deadlock_detected. */
const CONFLICTS = new Set(['40001', '40P01']);
const ATTEMPTS = 5;

/** Runs a transaction again when another one was in its way: PostgreSQL rolled it back, so nothing has happened yet. */
export async function retryConflicts<Result>(work: () => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (attempt >= ATTEMPTS || !isConflict(error)) {
        throw error;
      }
    }
  }
}

function isConflict(error: unknown): boolean {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && CONFLICTS.has(error.code);
}
