import type { JobError } from '@openvcloud/contract';
import { SIGNATURE_VERSION } from '../failures/failureSignature';

/** A job's error as its columns are read; all null without one. */
export interface ErrorColumns {
  errorType: string | null;
  errorMessage: string | null;
  errorMessageTruncated: number | null;
  errorBacktrace: string | null;
  errorBacktraceTruncated: number | null;
  errorFile: string | null;
  errorLine: number | null;
  errorFunction: string | null;
  errorCode: string | null;
  errorSignature: string | null;
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

export function errorColumns(error: JobError | null): ErrorColumns & { signatureVersion: number | null } {
  const { type, message, messageTruncatedFrom, backtrace, backtraceTruncatedFrom, ...place } = error ?? NO_ERROR;
  return {
    errorType: type,
    errorMessage: message,
    errorMessageTruncated: messageTruncatedFrom,
    errorBacktrace: backtrace,
    errorBacktraceTruncated: backtraceTruncatedFrom,
    errorFile: place.file,
    errorLine: place.line,
    errorFunction: place.function,
    errorCode: place.code,
    errorSignature: place.signature,
    signatureVersion: error === null ? null : SIGNATURE_VERSION,
  };
}

export function jobError(job: ErrorColumns): JobError | null {
  return job.errorType === null && job.errorMessage === null
    ? null
    : {
        message: job.errorMessage ?? '',
        messageTruncatedFrom: job.errorMessageTruncated,
        type: job.errorType ?? '',
        backtrace: job.errorBacktrace,
        backtraceTruncatedFrom: job.errorBacktraceTruncated,
        file: job.errorFile,
        line: job.errorLine,
        function: job.errorFunction,
        code: job.errorCode,
        signature: job.errorSignature ?? '',
      };
}
