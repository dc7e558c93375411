import { createHash } from 'node:crypto';
import type { ScheduleKey } from './schedules';

/** [0, 1), evenly spread over nodes and JumpScripts, and the same on every controller. */
export function slotShare({ nid, jumpscriptId }: ScheduleKey): number {
  return createHash('sha256').update(`${nid}\n${jumpscriptId}`).digest().readUInt32BE(0) / 2 ** 32;
}
