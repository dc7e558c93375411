const MINUTE_MS = 60_000;
/** What job_counts keeps, widest first. Each is a multiple of the next. */
export const COUNT_WIDTHS = [86_400_000, 3_600_000, MINUTE_MS] as const;

/** [from, to): of counts that wide, or of the jobs themselves (null). A missing bound is open. */
export interface CountSpan {
  width: number | null;
  from?: number;
  to?: number;
}

/**
 * Pure. A time range → the fewest spans of counts, and ragged edges shorter than a minute that only the jobs can tell. With
 * `bucketMs` only widths that fit into a bucket without a rest: then no count falls into two buckets.
 */
export function countSpans(from: number | undefined, to: number | undefined, bucketMs?: number): CountSpan[] {
  const widths = COUNT_WIDTHS.filter((width) => bucketMs === undefined || bucketMs % width === 0);
  return split(from, to, widths);
}

function split(from: number | undefined, to: number | undefined, widths: readonly number[]): CountSpan[] {
  if (from !== undefined && to !== undefined && from >= to) {
    return [];
  }
  const [width, ...narrower] = widths;
  if (width === undefined) {
    return [{ width: null, from, to }];
  }
  const first = from === undefined ? undefined : Math.ceil(from / width) * width;
  const end = to === undefined ? undefined : Math.floor(to / width) * width;
  if (first !== undefined && end !== undefined && first >= end) {
    return split(from, to, narrower);
  }
  return [
    ...(first === undefined ? [] : split(from, first, narrower)),
    { width, from: first, to: end },
    ...(end === undefined ? [] : split(end, to, narrower)),
  ];
}
