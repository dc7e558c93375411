import { LIMITS, type ReportedLine } from '@openvcloud/contract';
import { storable } from './storable';

/** The job a line belongs to, as far as the line names it. */
export interface JobOfLine {
  guid: string;
  nid: number | null;
  nodeName: string | null;
  organization: string;
  cmd: string;
  queue: string;
}

/** Which lines: of one attempt of a job, on the node that ran it. */
export interface AttemptOnNode {
  job: JobOfLine;
  attempt: number;
  nid: number;
}

export interface StoredLine extends AttemptOnNode {
  /** The controller wrote it: it says how the attempt ended. */
  isOutcome: boolean;
  line: ReportedLine;
  message: string;
  truncatedFrom: number | null;
}

/** A line as it is kept: text PostgreSQL can hold, shortened to the limit. */
export function storedLine({ job, attempt, nid }: AttemptOnNode, line: ReportedLine, isOutcome = false): StoredLine {
  const seq = seqInJob(line.seq, attempt);
  return { job, attempt, nid, isOutcome, line: { ...line, seq }, ...limitMessage(line) };
}

/** Agents count the lines of each attempt from 1; in the job's log a seq means one line. */
function seqInJob(seq: number, attempt: number): number {
  return (attempt - 1) * LIMITS.seqsPerAttempt + seq;
}

function limitMessage({ message, truncatedFrom }: ReportedLine): { message: string; truncatedFrom: number | null } {
  const bytes = message.length * 3 <= LIMITS.messageBytes ? 0 : Buffer.byteLength(message);
  if (bytes <= LIMITS.messageBytes) {
    return { message: storable(message), truncatedFrom: truncatedFrom ?? null };
  }
  const kept = Buffer.from(message)
    .subarray(0, LIMITS.messageBytes)
    .toString('utf8')
    .replace(/\uFFFD$/, '');
  return { message: storable(kept), truncatedFrom: truncatedFrom ?? bytes };
}
