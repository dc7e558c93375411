/** SQLSTATE classes of values that a column, type or index cannot hold: data exception, program limit exceeded. */
const DATA_CLASSES = new Set(['22', '54']);

/**
 * What the database found wrong with the data it was given; undefined when the error is about something else. Trying the same
 * again would fail again. The code only: PostgreSQL's message may quote the data.
 */
export function dataFault(error: unknown): string | undefined {
  if (error instanceof RangeError) {
    return 'it is too large or nested too deep';
  }
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
  return code.length === 5 && DATA_CLASSES.has(code.slice(0, 2)) ? `SQLSTATE ${code}` : undefined;
}
