/** How much of one kind is kept; null = no limit. */
export interface RetentionLimit {
  days: number | null;
  bytes: number | null;
}

export interface DayPartition {
  name: string;
  /** Days since the epoch, UTC. */
  day: number;
  bytes: number;
  /** A job that has not ended may have log lines here: only size drops it. */
  isHeld?: boolean;
  /** A job of it ended within the days kept: its age does not count yet. */
  isRecent?: boolean;
  /** Log lines whose jobs are gone. */
  isOrphaned?: boolean;
}

export interface DayToDrop extends DayPartition {
  reason: 'age' | 'jobs' | 'size';
}

/** Pure. Oldest first: days past the age, then more until the rest fits. Today is never dropped. */
export function daysToDrop(partitions: readonly DayPartition[], limit: RetentionLimit, today: number): DayToDrop[] {
  const past = partitions.filter(({ day }) => day < today).sort((one, other) => one.day - other.day);
  const aged = past.filter((partition) => ageReason(partition, limit, today) !== undefined);
  let left = sumBytes(partitions) - sumBytes(aged);
  return past.flatMap((partition): DayToDrop[] => {
    const reason = ageReason(partition, limit, today);
    if (reason !== undefined) {
      return [{ ...partition, reason }];
    }
    if (limit.bytes === null || left <= limit.bytes) {
      return [];
    }
    left -= partition.bytes;
    return [{ ...partition, reason: 'size' }];
  });
}

function ageReason(
  { day, isHeld, isRecent, isOrphaned }: DayPartition,
  { days }: RetentionLimit,
  today: number
): 'age' | 'jobs' | undefined {
  if (isHeld === true) {
    return undefined;
  }
  if (days !== null && day < today - days && isRecent !== true) {
    return 'age';
  }
  return isOrphaned === true ? 'jobs' : undefined;
}

function sumBytes(partitions: readonly DayPartition[]): number {
  return partitions.reduce((sum, { bytes }) => sum + bytes, 0);
}
