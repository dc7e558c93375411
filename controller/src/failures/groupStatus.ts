import type { FailureStatus } from '@openvcloud/contract';

/** So long a group that nobody has decided on counts as new. */
export const NEW_MS = 7 * 86_400_000;

/** What is known and was decided of a group. Times are epoch milliseconds. */
export interface GroupFacts {
  firstSeen: number;
  resolvedAt: number | null;
  /** Has it failed again after it was resolved, on a version of its JumpScript not older than the one then? */
  hasRegressed: boolean;
  ignoredAt: number | null;
  ignoredUntil: number | null;
  ignoredCount: number | null;
  ignoredPerHour: number | null;
  ignoredVersion: number | null;
  /** Failed jobs since it was ignored, and those of the last hour. */
  sinceIgnored: number;
  lastHour: number;
  /** The newest version of its JumpScript that there is. */
  currentVersion: number | null;
}

/** Pure. What a group is now; the first that holds. */
export function groupStatus(group: GroupFacts, now: number): FailureStatus {
  if (isIgnored(group, now)) {
    return 'ignored';
  }
  if (group.resolvedAt !== null) {
    return group.hasRegressed ? 'regressed' : 'resolved';
  }
  return now - group.firstSeen < NEW_MS ? 'new' : 'ongoing';
}

/** With several limits it ends with the first that is reached. */
function isIgnored(group: GroupFacts, now: number): boolean {
  const { ignoredAt, ignoredUntil, ignoredCount, ignoredPerHour, ignoredVersion } = group;
  const isOver =
    (ignoredUntil !== null && now >= ignoredUntil) ||
    (ignoredCount !== null && group.sinceIgnored >= ignoredCount) ||
    (ignoredPerHour !== null && group.lastHour >= ignoredPerHour) ||
    (ignoredVersion !== null && (group.currentVersion ?? 0) > ignoredVersion);
  return ignoredAt !== null && !isOver;
}
