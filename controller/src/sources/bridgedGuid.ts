import { createHash } from 'node:crypto';

/**
 * The guid here of what a source calls `key`: always the same, and another for every source and kind, though their keys be equal.
 * A UUID of version 8, which says nothing of its time.
 */
export function bridgedGuid(source: string, kind: 'job' | 'batch', key: string): string {
  const bytes = createHash('sha256')
    .update(JSON.stringify([source, kind, key]))
    .digest()
    .subarray(0, 16);
  bytes[6] = 0x80 | ((bytes[6] ?? 0) & 0x0f);
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
