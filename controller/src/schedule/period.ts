/** The slots of a schedule that have passed. */
export interface Passed {
  count: number;
  last: number;
  /** The one before the last; null when there is none. */
  before: number | null;
  /** The first one that is still to come. */
  next: number;
}

/**
 * When a periodic JumpScript is due. Slots of one (node, JumpScript) are regular; those of different nodes are shifted
 * against each other by their `share`, so that a thousand nodes do not start in the same second.
 */
export interface Period {
  /** The first slot after `after` (epoch ms). */
  next(after: number, share: number): number;
  /** `first` and the slots after it, up to `until`. */
  passed(first: number, until: number, share: number): Passed;
}
