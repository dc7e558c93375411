import type { BridgedJob } from '@openvcloud/contract';
import type { OpenJob } from './sourceReader';

/** A job that was open and is not at its source any more: how it ended nobody knows. Its native state stays. */
export function vanished({ key, nativeState }: OpenJob, place: { gid: number; nid?: number | null }): BridgedJob {
  return {
    key,
    ...place,
    state: 'ERROR',
    nativeState,
    error: {
      type: 'OutcomeUnknown',
      message: `Outcome unknown: its source, where it was ${nativeState}, does not have it any more.`,
      backtrace: null,
      file: null,
      line: null,
      function: null,
      code: null,
    },
  };
}
