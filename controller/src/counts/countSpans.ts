import type { CountLevel } from './countCubes';

/** [from, to): of counts of that level, or of the jobs themselves (null). A missing bound is open. */
export interface CountSpan {
  level: CountLevel | null;
  from?: number;
  to?: number;
}

/**
 * Pure. A time range → the fewest spans of counts, and ragged edges shorter than the narrowest count that only the jobs can
 * tell. With `bucketMs` only widths that fit into a bucket without a rest: then no count falls into two buckets.
 */
export function countSpans(
  levels: readonly CountLevel[],
  from: number | undefined,
  to: number | undefined,
  bucketMs?: number
): CountSpan[] {
  const fitting = levels.filter(({ width }) => bucketMs === undefined || bucketMs % width === 0);
  return split(from, to, fitting);
}

function split(from: number | undefined, to: number | undefined, levels: readonly CountLevel[]): CountSpan[] {
  if (isEmpty(from, to)) {
    return [];
  }
  const [level, ...narrower] = levels;
  if (level === undefined) {
    return [{ level: null, from, to }];
  }
  const first = from === undefined ? undefined : Math.ceil(from / level.width) * level.width;
  const end = to === undefined ? undefined : Math.floor(to / level.width) * level.width;
  if (isEmpty(first, end)) {
    return split(from, to, narrower);
  }
  return [
    ...(first === undefined ? [] : split(from, first, narrower)),
    { level, from: first, to: end },
    ...(end === undefined ? [] : split(end, to, narrower)),
  ];
}

function isEmpty(from: number | undefined, to: number | undefined): boolean {
  return from !== undefined && to !== undefined && from >= to;
}
