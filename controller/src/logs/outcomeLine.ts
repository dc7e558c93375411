import { LIMITS, type ReportedError, type ResultReport } from '@openvcloud/contract';
import { storedLine, type AttemptOnNode, type StoredLine } from '../journal/storedLine';

/** Category of the lines that say how an attempt ended whose end the job itself does not show. */
const CATEGORY = 'attempt.outcome';
/** As of a log: what failed is an error, what succeeded a piece of information. */
const LEVELS = { OK: 5, ERROR: 2, TIMEOUT: 2 } as const;
/** The last numbers of an attempt, which its agent cannot use: how it ended for the controller, and what came too late. */
const END_SEQ = LIMITS.seqsPerAttempt - 1;
const LATE_SEQ = LIMITS.seqsPerAttempt;
export const LAST_REPORTED_SEQ = END_SEQ - 1;

/** An attempt that ended, and why its job does not show that. */
interface Ended extends AttemptOnNode {
  maxAttempts: number;
  /** When the attempt started, where that is known. */
  timeStart: number | null;
  /** When it ended. */
  time: number;
}

/** An attempt failed, and is followed by another. */
export function failedAttemptLine(ended: Ended, state: keyof typeof LEVELS, report: ResultReport): StoredLine {
  return outcomeLine(ended, END_SEQ, LEVELS[state], `${endedAs(ended)}${outcomeText(ended, state, report)}`, report);
}

/** An attempt was given up because its agent was lost, and is followed by another. */
export function lostAttemptLine(ended: Ended, reason: string): StoredLine {
  return outcomeLine(ended, END_SEQ, LEVELS.ERROR, `${endedAs(ended)}AGENT_LOST: ${reason}`);
}

/** What an attempt came to that had been given up before. `why` it does not count. */
export function lateOutcomeLine(
  ended: Ended,
  state: keyof typeof LEVELS,
  report: ResultReport,
  why: string
): StoredLine {
  const text = `Late outcome of attempt ${ended.attempt}, not counted because ${why}: ${outcomeText(ended, state, report)}`;
  return outcomeLine(ended, LATE_SEQ, LEVELS[state], text, report);
}

function outcomeLine(ended: Ended, seq: number, level: number, message: string, report?: ResultReport): StoredLine {
  const truncatedFrom = trueSize(message, report);
  const line = { seq, time: ended.time, level, category: CATEGORY, message };
  return storedLine(ended, truncatedFrom === undefined ? line : { ...line, truncatedFrom }, true);
}

function endedAs({ attempt, maxAttempts }: Ended): string {
  return `Attempt ${attempt} of ${maxAttempts} ended as `;
}

/** `OK after 12.3 s, result {"a":1}`, `ERROR after 500 ms: ValueError: bad value` and the backtrace. */
function outcomeText({ timeStart, time }: Ended, state: keyof typeof LEVELS, report: ResultReport): string {
  const ran = timeStart === null ? '' : ` after ${duration(Math.max(0, time - timeStart))}`;
  const word = `${report.nativeState ?? state}${ran}`;
  const { error } = report;
  if (state === 'OK' || error === undefined) {
    return `${word}, result ${resultJson(report)}`;
  }
  const where = error.backtrace === null || error.backtrace === '' ? '' : `\n${error.backtrace}`;
  return `${word}: ${error.type}: ${error.message}${where}`;
}

function resultJson({ resultJson: text, result }: ResultReport): string {
  return text ?? JSON.stringify(result ?? null);
}

/** Of a message with something in it that its agent had shortened before. */
function trueSize(message: string, report: ResultReport | undefined): number | undefined {
  const missing =
    report === undefined ? 0 : report.error === undefined ? missingOfResult(report) : missingOf(report.error);
  return missing === 0 ? undefined : Buffer.byteLength(message) + missing;
}

function missingOfResult(report: ResultReport): number {
  const { resultTruncated } = report;
  return resultTruncated === undefined ? 0 : resultTruncated - Buffer.byteLength(resultJson(report));
}

function missingOf({ message, messageTruncatedFrom, backtrace, backtraceTruncatedFrom }: ReportedError): number {
  const missing = (text: string, size: number | null | undefined) =>
    typeof size === 'number' ? size - Buffer.byteLength(text) : 0;
  return missing(message, messageTruncatedFrom) + missing(backtrace ?? '', backtraceTruncatedFrom);
}

function duration(ms: number): string {
  return ms < 1000 ? `${ms} ms` : `${(ms / 1000).toFixed(1)} s`;
}
