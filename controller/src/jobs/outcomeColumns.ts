import type { JobError } from '@openvcloud/contract';
import type { Outcome } from './outcome';

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

const NO_ERROR = {
  type: null,
  message: null,
  messageTruncatedFrom: null,
  backtrace: null,
  backtraceTruncatedFrom: null,
  file: null,
  line: null,
  function: null,
  code: null,
  signature: null,
};

function errorColumns(error: JobError | null): Record<string, unknown> {
  const columns = error ?? NO_ERROR;
  return {
    error_type: columns.type,
    error_message: columns.message,
    error_message_truncated: columns.messageTruncatedFrom,
    error_backtrace: columns.backtrace,
    error_backtrace_truncated: columns.backtraceTruncatedFrom,
    error_file: columns.file,
    error_line: columns.line,
    error_function: columns.function,
    error_code: columns.code,
    error_signature: columns.signature,
  };
}
