import { moveJob } from './jobStateMachine';
import type { JobState } from '@openvcloud/contract';

const MAX_BACKOFF_MS = 3_600_000;

/** A job that may be tried again. */
export interface Retriable {
  guid: string;
  timeCreate: number;
  state: JobState;
  nid: number | null;
  nodeName: string | null;
  wantedRole: string | null;
  /** Nodes that ran earlier attempts, the latest last. */
  formerNids: number[];
  attempt: number;
  backoffSeconds: number;
}

/** What of a job is another once it waits for its next attempt. */
export type Retried = Pick<Retriable, 'state' | 'nid' | 'nodeName' | 'formerNids' | 'attempt'> & {
  nativeState: string;
  timeStart: null;
};

/** Back into the queue, for its next attempt. A job that wanted a role may go to another node with it. */
export function retried({ state: former, nid, nodeName, wantedRole, formerNids, attempt }: Retriable): Retried {
  const state = moveJob(former, 'retry');
  return {
    state,
    nativeState: state,
    attempt: attempt + 1,
    timeStart: null,
    formerNids: nid === null ? formerNids : [...formerNids, nid],
    nid: wantedRole === null ? nid : null,
    nodeName: wantedRole === null ? nodeName : null,
  };
}

/** The pause before the next attempt: it doubles with each, up to an hour. */
export function backoffMs({ attempt, backoffSeconds }: Pick<Retriable, 'attempt' | 'backoffSeconds'>): number {
  return Math.min(MAX_BACKOFF_MS, backoffSeconds * 1000 * 2 ** (attempt - 1));
}
