/**
 * A moment, by two clocks: one stands still while the machine sleeps, the other can be set. What has certainly passed
 * since is the larger of the two: who trusts a lease must rather think it over too early.
 */
export interface Instant {
  monotonic: number;
  wall: number;
}

export function instant(): Instant {
  return { monotonic: performance.now(), wall: Date.now() };
}

export function elapsedMs(since: Instant): number {
  return Math.max(performance.now() - since.monotonic, Date.now() - since.wall);
}
