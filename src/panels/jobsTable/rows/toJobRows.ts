import { type DataFrame } from '@grafana/data';
import { isTerminal } from '@openvcloud/contract/src/jobState';
import { readRows } from '../../../frameRow/readRow';
import { readJob, type FrameJob } from '../../../jobFrame/readJob';
import { isJobState } from '../../../jobState/stateAppearance';

/** A job as the table shows it. */
export type JobRow = FrameJob & { isFailed: boolean; isEnded: boolean };

/** The jobs frame as rows; fields are found by name. */
export function toJobRows(frame: DataFrame | undefined): JobRow[] {
  return frame === undefined ? [] : readRows(frame).map((row) => toJobRow(readJob(row)));
}

function toJobRow(job: FrameJob): JobRow {
  const { state } = job;
  return {
    ...job,
    isFailed: state === 'ERROR' || state === 'TIMEOUT',
    isEnded: isJobState(state) && isTerminal(state),
  };
}
