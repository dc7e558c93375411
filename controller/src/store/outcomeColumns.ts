import type { JobError } from '@openvcloud/contract';
import type { Outcome } from '../dispatch/outcome';

/** How a job ended → columns of the jobs table; all null while it has not. */
export function outcomeColumns(outcome: Outcome | null): Record<string, unknown> {
  return {
    result: outcome?.result ?? null,
    result_truncated: outcome?.resultTruncated ?? null,
    result_preview: outcome?.resultPreview ?? null,
    result_code: outcome?.resultCode ?? null,
    ...errorColumns(outcome?.error ?? null),
  };
}

function errorColumns(error: JobError | null): Record<string, unknown> {
  return {
    error_type: error?.type ?? null,
    error_message: error?.message ?? null,
    error_backtrace: error?.backtrace ?? null,
    error_file: error?.file ?? null,
    error_line: error?.line ?? null,
    error_function: error?.function ?? null,
    error_code: error?.code ?? null,
    error_signature: error?.signature ?? null,
  };
}
