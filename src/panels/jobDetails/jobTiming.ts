import { type JobDetails } from './toJobDetails';

export interface JobTiming {
  waitMs: number | null;
  runMs: number | null;
  /** Still waiting or running: the numbers go up to now. */
  isWaiting: boolean;
  isRunning: boolean;
  /** Part of the timeout that is used, 0 to 1; null when it never started or has no timeout. */
  usedOfTimeout: number | null;
}

type Times = Pick<JobDetails, 'timeCreate' | 'timeStart' | 'timeStop' | 'waitMs' | 'runMs' | 'timeoutSeconds'>;

/** How long a job waited and ran; of one that has not ended, how long so far. */
export function jobTiming(job: Times, now: number): JobTiming {
  const isWaiting = job.timeStart === null && job.timeStop === null;
  const isRunning = job.timeStart !== null && job.timeStop === null;
  const waitMs = job.waitMs ?? (isWaiting ? Math.max(0, now - job.timeCreate) : null);
  const runMs = job.runMs ?? (job.timeStart !== null && isRunning ? Math.max(0, now - job.timeStart) : null);
  const hasTimeout = runMs !== null && job.timeoutSeconds > 0;
  return {
    waitMs,
    runMs,
    isWaiting,
    isRunning,
    usedOfTimeout: hasTimeout ? Math.min(1, runMs / (job.timeoutSeconds * 1000)) : null,
  };
}
