import { LIMITS, limitText, type JobError, type JsonValue, type ReportedError } from '@openvcloud/contract';
import { failureSignature } from '../failures/failureSignature';
import { firstCharacters } from '../text/firstCharacters';
import { INTEGER_4 } from './reportRanges';
import { storable } from '../text/storable';

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

const PREVIEW_CHARACTERS = 300;

export function outcomeOf(ended: {
  nativeState: string;
  resultCode: number | null;
  result: JsonValue | undefined;
  /** Instead of it: JSON with numbers that JavaScript would round. */
  resultJson?: string | undefined;
  resultTruncated: number | null;
  error: ReportedError | undefined;
}): Outcome {
  const { text, truncated } = limitResult(
    ended.resultJson === undefined ? jsonOf(ended.result) : storable(ended.resultJson)
  );
  const error = ended.error === undefined ? null : withSignature(ended.error);
  const preview = error?.message ?? text;
  return {
    nativeState: ended.nativeState,
    resultCode: nearest(ended.resultCode ?? (error === null ? 0 : 1)),
    result: text,
    resultTruncated: truncated ?? ended.resultTruncated,
    resultPreview: preview === null ? null : storable(firstCharacters(preview, PREVIEW_CHARACTERS)),
    error,
  };
}

/** sys.exit() takes any number, its column does not. */
function nearest(code: number): number {
  return Math.min(INTEGER_4, Math.max(-INTEGER_4, code));
}

/** An end that the controller decides: there is no result, only a reason. */
export function failureOutcome(nativeState: string, type: string, message: string): Outcome {
  const error = { type, message, backtrace: null, file: null, line: null, function: null, code: null };
  return outcomeOf({ nativeState, resultCode: 1, result: undefined, resultTruncated: null, error });
}

/** Texts over their limit are cut, with their true size beside them. */
function withSignature(error: ReportedError): JobError {
  const message = limited(error.message, LIMITS.errorMessageBytes, error.messageTruncatedFrom);
  const backtrace = error.backtrace === null ? null : limited(error.backtrace, LIMITS.backtraceBytes, null);
  const clean = {
    message: message.text,
    messageTruncatedFrom: message.from,
    type: storableStart(error.type, 200) || 'Error',
    backtrace: backtrace && backtrace.text,
    backtraceTruncatedFrom: error.backtraceTruncatedFrom ?? backtrace?.from ?? null,
    file: error.file && storableStart(error.file, 4000),
    line: lineNumber(error.line),
    function: error.function && storableStart(error.function, 1000),
    // Whole: a JumpScript's file has a limit of its own.
    code: error.code && storable(error.code),
  };
  return { ...clean, signature: failureSignature(clean) };
}

/** No file has more lines than its column holds. */
function lineNumber(line: number | null): number | null {
  return line !== null && Math.abs(line) <= INTEGER_4 ? line : null;
}

/** `from`: its size in bytes before it was cut, here or by its agent. */
function limited(text: string, bytes: number, cutByAgent: number | null | undefined) {
  const kept = limitText(text, bytes);
  return { text: storable(kept.text), from: cutByAgent ?? kept.truncatedFrom ?? null };
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
