import { LIMITS, limitTags, limitText, type ReportedLine } from '@openvcloud/contract';
import { storable } from '../text/storable';

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

/** A line as it is kept: text PostgreSQL can hold, shortened to the limits. */
export function storedLine({ job, attempt, nid }: AttemptOnNode, line: ReportedLine, isOutcome = false): StoredLine {
  const { text, truncatedFrom } = limitText(line.message, LIMITS.messageBytes);
  return {
    job,
    attempt,
    nid,
    isOutcome,
    line: { ...line, seq: seqInJob(line.seq, attempt), tags: limitTags(line.tags ?? []) },
    message: storable(text),
    truncatedFrom: line.truncatedFrom ?? truncatedFrom ?? null,
  };
}

/** Agents count the lines of each attempt from 1; in the job's log a seq means one line. */
function seqInJob(seq: number, attempt: number): number {
  return (attempt - 1) * LIMITS.seqsPerAttempt + seq;
}
