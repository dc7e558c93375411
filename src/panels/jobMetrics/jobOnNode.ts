import { dateTime, type DataFrame, type TimeRange } from '@grafana/data';
import { findFrame } from '../../frameRow/findFrame';
import { readRow } from '../../frameRow/readRow';
import { readJob, type FrameJob } from '../../jobFrame/readJob';
import { jobWindow } from '../../navigation/links';

/** A job that a node took: what is shown beside it is of that node, in its window. */
export interface JobOnNode extends FrameJob {
  nodeName: string;
  timeStart: number;
}

/** The job of a `job` frame; null when no frame holds one. */
export function toJob(frames: readonly DataFrame[]): FrameJob | null {
  const frame = findFrame(frames, ['guid', 'state', 'nodeName', 'timeStart']);
  return frame === undefined ? null : readJob(readRow(frame));
}

export function isOnNode(job: FrameJob): job is JobOnNode {
  return job.nodeName !== null && job.timeStart !== null;
}

/** From before the job until after it, fixed; a job that runs on, or has just ended, is shown until `now`. */
export function windowOf({ timeStart, timeStop }: JobOnNode, now: number): TimeRange {
  const { from, to } = jobWindow({ timeStart, timeStop });
  return fixedRange(from, Math.max(timeStart, Math.min(to ?? now, now)));
}

export function fixedRange(from: number, to: number): TimeRange {
  const [start, end] = [dateTime(from), dateTime(to)];
  return { from: start, to: end, raw: { from: start, to: end } };
}
