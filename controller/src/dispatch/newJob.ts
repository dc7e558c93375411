import type { Job, JobState, JsonValue, QueueName } from '@openvcloud/contract';
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
  args: Record<string, JsonValue>;
  timeoutSeconds: number;
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

/** As the API shows it, right after it was stored. */
export function toApiJob(job: NewJob, gid: number, id: number): Job {
  const { script, ended } = job;
  return {
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
    parentGuid: null,
    batchGuid: job.batchGuid,
    attempt: 1,
    maxAttempts: job.maxAttempts,
    tags: job.tags,
    user: job.user,
    log: job.log,
    logLines: 0,
    args: job.args,
    result: null,
    resultTruncated: null,
    error: ended?.outcome.error ?? null,
    jumpscriptHash: script.hash,
    leaseUntil: null,
  };
}
