import type { SourceSpan } from '@openvcloud/contract';

/** Gaps that are told: the newest. */
const MOST_GAPS = 100;

/**
 * Pure. `lost`, and what a source forgot while nobody read it. `lastPass`, `now`: epoch ms; null: it was never read. `kept`: for how
 * long the source keeps what ended.
 */
export function withGap(
  lost: readonly SourceSpan[],
  lastPass: number | null,
  now: number,
  kept: { ms: number; words: string }
): SourceSpan[] {
  const to = now - kept.ms;
  const isGap = lastPass !== null && lastPass < to;
  const gap = isGap ? [{ from: lastPass, to, why: `${kept.words}, and was not read for longer` }] : [];
  return [...lost, ...gap].slice(-MOST_GAPS);
}
