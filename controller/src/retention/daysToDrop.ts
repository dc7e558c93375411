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
}

export interface DayToDrop extends DayPartition {
  reason: 'age' | 'size';
}

/** Pure. Oldest first: days past the age, then more until the rest fits. Today is never dropped. */
export function daysToDrop(partitions: readonly DayPartition[], limit: RetentionLimit, today: number): DayToDrop[] {
  const past = partitions.filter(({ day }) => day < today).sort((one, other) => one.day - other.day);
  let left = partitions.reduce((sum, { bytes }) => sum + bytes, 0);
  const drops: DayToDrop[] = [];
  for (const partition of past) {
    const isOld = limit.days !== null && partition.day < today - limit.days;
    const isTooMuch = limit.bytes !== null && left > limit.bytes;
    if (!isOld && !isTooMuch) {
      break;
    }
    drops.push({ ...partition, reason: isOld ? 'age' : 'size' });
    left -= partition.bytes;
  }
  return drops;
}
