/** Rows a second over the last few seconds. */
const WINDOW_MS = 5000;

export class RateMeter {
  private counts: Array<{ at: number; count: number }> = [];

  /** `at`: ms, of any clock that only goes forward. */
  add(count: number, at: number): void {
    this.counts.push({ at, count });
  }

  perSecond(at: number): number {
    this.counts = this.counts.filter((one) => one.at > at - WINDOW_MS);
    const sum = this.counts.reduce((total, { count }) => total + count, 0);
    return Math.round(sum / (WINDOW_MS / 1000));
  }
}
