import { ApiError } from '../errors';

const WINDOW_MS = 60_000;
/** Addresses remembered at once; the oldest goes first, so that a flood of addresses cannot fill the memory. */
const MAX_ADDRESSES = 10_000;

/** Slows down guessing: after `perMinute` wrong tokens an address is refused until its minute is over. */
export class FailedAttempts {
  private readonly byAddress = new Map<string, { count: number; until: number }>();
  private readonly perMinute: number;
  private readonly now: () => number;

  constructor(perMinute: number, now: () => number) {
    this.perMinute = perMinute;
    this.now = now;
  }

  check(ip: string): void {
    const entry = this.byAddress.get(ip);
    if (entry === undefined || entry.count < this.perMinute) {
      return;
    }
    const waitMs = entry.until - this.now();
    if (waitMs <= 0) {
      this.byAddress.delete(ip);
      return;
    }
    throw new ApiError(
      'TOO_MANY_FAILURES',
      `Expected at most ${this.perMinute} failed authentications a minute, got more from ${ip}.`,
      {
        headers: { 'retry-after': String(Math.ceil(waitMs / 1000)) },
      }
    );
  }

  count(ip: string): void {
    const entry = this.byAddress.get(ip);
    if (entry !== undefined && entry.until > this.now()) {
      entry.count += 1;
      return;
    }
    this.byAddress.delete(ip);
    if (this.byAddress.size >= MAX_ADDRESSES) {
      const oldest = this.byAddress.keys().next().value;
      if (oldest !== undefined) {
        this.byAddress.delete(oldest);
      }
    }
    this.byAddress.set(ip, { count: 1, until: this.now() + WINDOW_MS });
  }
}
