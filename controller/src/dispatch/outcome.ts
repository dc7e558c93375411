import { LIMITS, type JobError, type JsonValue } from '@openvcloud/contract';
import { failureSignature } from './failureSignature';
import { firstCharacters } from './firstCharacters';
import { storable } from './storable';

/** How a job ended, in the shape the jobs table keeps it. */
export interface Outcome {
  nativeState: string;
  resultCode: number | null;
  /** JSON as text. */
  result: string | null;
  resultTruncated: number | null;
  resultPreview: string | null;
  error: JobError | null;
}

type ErrorWithoutSignature = Omit<JobError, 'signature'>;

const PREVIEW_CHARACTERS = 300;
/** Messages and backtraces are text for people; beyond this nobody reads on. */
const TEXT_CHARACTERS = 256 * 1024;

export function outcomeOf(ended: {
  nativeState: string;
  resultCode: number | null;
  result: JsonValue | undefined;
  /** Instead of it: JSON with numbers that JavaScript would round. */
  resultJson?: string | undefined;
  resultTruncated: number | null;
  error: ErrorWithoutSignature | undefined;
}): Outcome {
  const { text, truncated } = limitResult(
    ended.resultJson === undefined ? jsonOf(ended.result) : storable(ended.resultJson)
  );
  const error = ended.error === undefined ? null : withSignature(ended.error);
  const preview = error?.message ?? text;
  return {
    nativeState: ended.nativeState,
    resultCode: ended.resultCode ?? (error === null ? 0 : 1),
    result: text,
    resultTruncated: truncated ?? ended.resultTruncated,
    resultPreview: preview === null ? null : storable(firstCharacters(preview, PREVIEW_CHARACTERS)),
    error,
  };
}

/** An end that the controller decides: there is no result, only a reason. */
export function failureOutcome(nativeState: string, type: string, message: string): Outcome {
  const error = { type, message, backtrace: null, file: null, line: null, function: null, code: null };
  return outcomeOf({ nativeState, resultCode: 1, result: undefined, resultTruncated: null, error });
}

function withSignature(error: ErrorWithoutSignature): JobError {
  const clean = {
    message: storableStart(error.message, TEXT_CHARACTERS),
    type: storableStart(error.type, 200) || 'Error',
    backtrace: error.backtrace && storableStart(error.backtrace, TEXT_CHARACTERS),
    file: error.file && storableStart(error.file, 4000),
    line: error.line,
    function: error.function && storableStart(error.function, 1000),
    code: error.code && storableStart(error.code, LIMITS.requestBytes),
  };
  return { ...clean, signature: storable(failureSignature(clean)) };
}

function storableStart(text: string, characters: number): string {
  return storable(firstCharacters(text, characters));
}

function jsonOf(value: JsonValue | undefined): string | undefined {
  return value === undefined ? undefined : JSON.stringify(value);
}

/** A result over the limit is kept as the beginning of its JSON, in a string, with its true size beside it. */
function limitResult(text: string | undefined): { text: string | null; truncated: number | null } {
  if (text === undefined) {
    return { text: null, truncated: null };
  }
  const bytes = Buffer.byteLength(text);
  if (bytes <= LIMITS.resultBytes) {
    return { text, truncated: null };
  }
  return { text: JSON.stringify(firstCharacters(text, LIMITS.resultBytes / 4)), truncated: bytes };
}
