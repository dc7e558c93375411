import { type Assignment } from '@openvcloud/contract';
import { type HeldJobs } from './heldJobs';
import { type SignalFlag } from '../timing/signalFlag';

/** After a stall, of this process or of the way to the controller, somebody else may have the job: ask before it runs. */
export async function ownershipProven(
  held: Pick<HeldJobs, 'hasLease' | 'renewed'>,
  { guid, attempt }: Pick<Assignment, 'guid' | 'attempt'>,
  leaseMs: number,
  beatWanted: SignalFlag
): Promise<void> {
  while (!held.hasLease(guid, attempt, leaseMs)) {
    const renewed = held.renewed(guid, attempt);
    beatWanted.raise();
    await renewed;
  }
}
