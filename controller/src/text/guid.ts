import { randomBytes } from 'node:crypto';

/**
 * A UUID version 7: the time in front, so that guids sort by creation, and 74 random bits.
 * The time can be read back with `guidTime`: the history is partitioned by it, and a guid alone finds its day.
 */
export function newGuid(now: number, random: Uint8Array = randomBytes(10)): string {
  const time = now.toString(16).padStart(12, '0');
  const tail = Buffer.from(random);
  tail[0] = 0x70 | ((tail[0] ?? 0) & 0x0f);
  tail[2] = 0x80 | ((tail[2] ?? 0) & 0x3f);
  const hex = time + tail.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** Epoch milliseconds of a version 7 guid; undefined for any other text. */
export function guidTime(guid: string): number | undefined {
  const isVersion7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(guid);
  return isVersion7 ? parseInt(guid.slice(0, 8) + guid.slice(9, 13), 16) : undefined;
}
