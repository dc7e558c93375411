import { errorColumns } from './errorColumns';
import type { Outcome } from './outcome';

/** How a job ended → columns of the jobs table; all null while it has not. */
export function outcomeColumns(outcome: Outcome | null) {
  return {
    result: outcome?.result ?? null,
    resultTruncated: outcome?.resultTruncated ?? null,
    resultPreview: outcome?.resultPreview ?? null,
    resultCode: outcome?.resultCode ?? null,
    ...errorColumns(outcome?.error ?? null),
  };
}
