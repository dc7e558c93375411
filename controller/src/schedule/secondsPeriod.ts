import type { Passed, Period } from './period';

/** Every so many seconds. */
export class SecondsPeriod implements Period {
  private readonly lengthMs: number;

  constructor(seconds: number) {
    this.lengthMs = Math.round(seconds * 1000);
  }

  next(after: number, share: number): number {
    const phase = Math.floor(share * this.lengthMs);
    return (Math.floor((after - phase) / this.lengthMs) + 1) * this.lengthMs + phase;
  }

  passed(first: number, until: number, share: number): Passed {
    const count = Math.floor((until - first) / this.lengthMs) + 1;
    const last = first + (count - 1) * this.lengthMs;
    return { count, last, before: count < 2 ? null : last - this.lengthMs, next: this.next(until, share) };
  }
}
