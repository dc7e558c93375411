import type { BridgedNode } from '@openvcloud/contract';
import type { Receiver } from '../runner/sourceReader';
import { isOpenState } from './result';
import { toJob, type Ac2Job } from './toJob';
import { streamLines } from './toLines';

/** Jobs, after the nodes that they ran on and before what they wrote. */
export async function tellJobs(receiver: Receiver, jobs: readonly Ac2Job[], isBackfill: boolean): Promise<void> {
  await receiver.nodes(nodesOf(jobs));
  await receiver.jobs(jobs.map(toJob), isBackfill);
  await receiver.lines(jobs.flatMap(({ result }) => (isOpenState(result) ? [] : streamLines(result))));
}

/** Who answered is a node; a command that reached nobody makes none. */
function nodesOf(jobs: readonly Ac2Job[]): BridgedNode[] {
  return jobs.flatMap(({ result: { gid, nid, startTime, runMs, isOfAgent } }) =>
    isOfAgent && nid > 0 ? [{ gid, nid, ...(startTime > 0 ? { lastSeen: startTime + runMs } : {}) }] : []
  );
}
