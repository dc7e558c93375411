import { type DataFrame, type DataQueryRequest } from '@grafana/data';
import { describeDropped } from '@openvcloud/contract/src/droppedLines';
import { useEffect, useState } from 'react';
import { readRow } from '../../frameRow/readRow';
import { readJob } from '../../jobFrame/readJob';
import { askDataSource } from '../../pageQuery/askDataSource';
import { type LogsTarget } from './window/logsTarget';

/** Why a job may have no lines. */
export interface JobOfLog {
  state: string;
  /** False: the JumpScript was run with logging off. */
  isLogKept: boolean;
  /** How many of its lines were left out, and why; null when none was. */
  dropped: string | null;
}

/** Asked only when a job's log is empty; failing to know is no error, the panel just says less. */
export function useJobOfLog(
  request: DataQueryRequest | undefined,
  target: LogsTarget | undefined,
  isWanted: boolean
): JobOfLog | undefined {
  const [job, setJob] = useState<JobOfLog>();
  const canAsk = isWanted && request !== undefined && target?.guid !== undefined && target.guid !== '';

  useEffect(() => {
    if (!canAsk || request === undefined || target === undefined) {
      return;
    }
    const changes = { queryType: 'job', filters: [], search: '' };
    const subscription = askDataSource(request, target, changes).subscribe({
      next: ([frame]) => setJob(toJobOfLog(frame)),
      error: () => setJob(undefined),
    });
    return () => subscription.unsubscribe();
  }, [canAsk, request, target]);
  return canAsk ? job : undefined;
}

function toJobOfLog(frame: DataFrame | undefined): JobOfLog | undefined {
  if (frame === undefined || frame.length === 0) {
    return undefined;
  }
  const job = readJob(readRow(frame));
  return { state: job.state, isLogKept: job.log, dropped: describeDropped(job) };
}
