const WINDOW_MS = 60_000;
/** Keys remembered at once; the oldest goes first, so that a flood of keys cannot fill the memory. */
const MAX_KEYS = 10_000;

/** Counts what happens to each key within its minute. */
export class PerMinute {
  private readonly byKey = new Map<string, { count: number; until: number }>();
  private readonly now: () => number;

  constructor(now: () => number) {
    this.now = now;
  }

  /** So far, and until when it counts. */
  look(key: string): { count: number; leftMs: number } {
    const entry = this.byKey.get(key);
    const leftMs = entry === undefined ? 0 : entry.until - this.now();
    return entry === undefined || leftMs <= 0 ? { count: 0, leftMs: 0 } : { count: entry.count, leftMs };
  }

  /** One more; answers how many that makes. */
  count(key: string): number {
    const { count, leftMs } = this.look(key);
    if (leftMs === 0) {
      this.byKey.delete(key);
      this.makeRoom();
    }
    this.byKey.set(key, { count: count + 1, until: this.now() + (leftMs || WINDOW_MS) });
    return count + 1;
  }

  /** One less of this minute. */
  takeBack(key: string): void {
    const entry = this.byKey.get(key);
    if (entry !== undefined && entry.count > 0) {
      entry.count -= 1;
    }
  }

  private makeRoom(): void {
    const oldest = this.byKey.keys().next().value;
    if (this.byKey.size >= MAX_KEYS && oldest !== undefined) {
      this.byKey.delete(oldest);
    }
  }
}
