import { OWN_SOURCE, type JobState, type QueueName } from '@openvcloud/contract';
import type { BornColumn } from '../query/jobTable';
import { jobJson } from './jobJson';
import type { Outcome } from './outcome';
import { outcomeColumns } from './outcomeColumns';

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
  args: string;
  timeoutSeconds: number;
  /** The job that this one re-runs. */
  parentGuid: string | null;
  /** The first of the jobs that re-run each other; null: it re-runs none. */
  chainGuid: string | null;
  batchGuid: string | null;
  maxAttempts: number;
  backoffSeconds: number;
  tags: string[];
  user: string;
  log: boolean;
  script: { organization: string; name: string; category: string; id: string; version: number; hash: string };
  ended: { state: JobState; outcome: Outcome } | null;
}

/** What a job is stored with when nobody asked for anything else. */
export const UNASKED: Pick<
  NewJob,
  'wantedRole' | 'parentGuid' | 'chainGuid' | 'batchGuid' | 'maxAttempts' | 'backoffSeconds' | 'tags' | 'ended'
> = {
  wantedRole: null,
  parentGuid: null,
  chainGuid: null,
  batchGuid: null,
  maxAttempts: 1,
  backoffSeconds: 0,
  tags: [],
  ended: null,
};

/** The values that it is stored with. */
export function bornJob({ script, ended, ...job }: NewJob) {
  const state: JobState = ended?.state ?? 'SCHEDULED';
  return {
    ...job,
    source: OWN_SOURCE,
    nativeId: null,
    unknownFields: [],
    notes: [],
    organization: script.organization,
    category: script.category,
    cmd: script.name,
    jumpscriptId: script.id,
    jumpscriptVersion: script.version,
    jumpscriptHash: script.hash,
    state,
    nativeState: ended?.outcome.nativeState ?? state,
    ...outcomeColumns(ended?.outcome ?? null),
    timeStop: ended === null ? null : job.timeCreate,
    timeKnown: ended === null ? null : job.timeCreate,
  } satisfies Record<BornColumn, unknown>;
}

/** What the table says of a job that nobody has taken yet. */
const AT_FIRST = {
  timeStart: null,
  waitMs: null,
  runMs: null,
  attempt: 1,
  logLines: 0,
  droppedLines: 0,
  droppedBecause: [],
  leaseUntil: null,
};

/** As the API shows it, right after it was stored: JSON, with args as they were given. */
export function newJobJson(job: NewJob, gid: number, id: number): string {
  const {
    wantedRole: _role,
    chainGuid: _chain,
    backoffSeconds: _backoff,
    resultPreview: _preview,
    signatureVersion: _version,
    ...born
  } = bornJob(job);
  return jobJson({ ...born, ...AT_FIRST, unresolved: job.ended !== null, gid, id });
}
