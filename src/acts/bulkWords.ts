import { type BulkAct } from '@openvcloud/contract';

export type BulkAction = BulkAct['action'];

const DONE: Readonly<Record<string, string>> = {
  cancelled: 'cancelled before they started',
  requested: 'being killed by their agents',
  rerun: 'run again',
  JOB_ENDED: 'left out: they had ended',
  JOB_NOT_ENDED: 'left out: they have not ended',
};

/** `(3, 'cancel')` → "Cancel 3 jobs" */
export function bulkVerb(count: number, action: BulkAction): string {
  return `${action === 'cancel' ? 'Cancel' : 'Re-run'} ${countJobs(count)}`;
}

export function countJobs(count: number): string {
  return `${count.toLocaleString()} ${count === 1 ? 'job' : 'jobs'}`;
}

/** What came of the jobs that are done, a line per outcome. */
export function describeOutcomes({ outcomes }: Pick<BulkAct, 'outcomes'>): string[] {
  return outcomes.map(({ outcome, count }) => `${countJobs(count)} ${DONE[outcome] ?? `left out: ${outcome}`}`);
}
