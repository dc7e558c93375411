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

const NO_ERROR = {
  type: null,
  message: null,
  backtrace: null,
  file: null,
  line: null,
  function: null,
  code: null,
  signature: null,
};

function errorColumns(error: JobError | null): Record<string, unknown> {
  const { type, message, backtrace, file, line, function: name, code, signature } = error ?? NO_ERROR;
  return {
    error_type: type,
    error_message: message,
    error_backtrace: backtrace,
    error_file: file,
    error_line: line,
    error_function: name,
    error_code: code,
    error_signature: signature,
  };
}
