import type { Job, JobState, QueueName } from '@openvcloud/contract';
import type { Outcome } from './outcome';

/** A job about to be stored. With an outcome it is born terminal: nobody could have run it. */
export interface NewJob {
  guid: string;
  timeCreate: number;
  nid: number | null;
  nodeName: string | null;
  wantedRole: string | null;
  roles: string[];
  queue: QueueName;
  /** JSON as text: numbers that JavaScript would round stay as they were given. */
  argsJson: string;
  timeoutSeconds: number;
  /** The job that this one re-runs. */
  parentGuid: string | null;
  batchGuid: string | null;
  maxAttempts: number;
  backoffSeconds: number;
  tags: string[];
  user: string;
  log: boolean;
  script: { organization: string; name: string; category: string; id: string; version: number; hash: string };
  ended: { state: JobState; outcome: Outcome } | null;
}

export const OWN_SOURCE = 'controller';

/** As the API shows it, right after it was stored: JSON, with args as they were given. */
export function newJobJson(job: NewJob, gid: number, id: number): string {
  const { script, ended } = job;
  const fields: Omit<Job, 'args'> = {
    guid: job.guid,
    id,
    source: OWN_SOURCE,
    gid,
    nid: job.nid,
    nodeName: job.nodeName,
    organization: script.organization,
    category: script.category,
    cmd: script.name,
    jumpscriptId: script.id,
    jumpscriptVersion: script.version,
    roles: job.roles,
    queue: job.queue,
    state: ended?.state ?? 'SCHEDULED',
    nativeState: ended?.outcome.nativeState ?? 'SCHEDULED',
    resultCode: ended?.outcome.resultCode ?? null,
    timeCreate: job.timeCreate,
    timeStart: null,
    timeStop: ended === null ? null : job.timeCreate,
    waitMs: null,
    runMs: null,
    timeoutSeconds: job.timeoutSeconds,
    parentGuid: job.parentGuid,
    batchGuid: job.batchGuid,
    attempt: 1,
    maxAttempts: job.maxAttempts,
    tags: job.tags,
    user: job.user,
    log: job.log,
    logLines: 0,
    droppedLines: 0,
    droppedBecause: [],
    result: null,
    resultTruncated: null,
    error: ended?.outcome.error ?? null,
    jumpscriptHash: script.hash,
    leaseUntil: null,
  };
  return `${JSON.stringify(fields).slice(0, -1)},"args":${job.argsJson}}`;
}
