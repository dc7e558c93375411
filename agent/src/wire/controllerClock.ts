/** This machine's monotonic clock in ms, which nobody sets. Scripts read the same one: Python's time.monotonic(). */
export function monotonicMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}

/** The controller's clock showed `time` at some moment between `sentAt` and `arrivedAt` of this machine's. */
export interface ClockReading {
  time: number;
  sentAt: number;
  arrivedAt: number;
}

/** Two clocks that nobody sets drift apart by no more than this. */
const DRIFT = 500 / 1_000_000;

/**
 * The time of the controller, which is the time of everything an agent reports: its own clock may be off, or be set at any
 * moment. The controller's clock shows this at least; it is ahead by what an answer takes to arrive.
 */
export class ControllerClock {
  private reading: ClockReading | undefined;
  private readonly monotonic: () => number;

  constructor(monotonic = monotonicMs) {
    this.monotonic = monotonic;
  }

  /** Takes what an answer says when it is more exact than what is known, or shows that this is wrong. */
  learn(reading: ClockReading): void {
    const known = this.reading;
    if (known === undefined) {
      this.reading = reading;
      return;
    }
    const width = ({ sentAt, arrivedAt }: ClockReading) => arrivedAt - sentAt;
    const expected = known.time + reading.arrivedAt - known.arrivedAt;
    const isBehind = reading.time > expected;
    const isAhead = expected > reading.time + width(reading);
    const drifted = (reading.arrivedAt - known.arrivedAt) * DRIFT;
    if (isBehind || isAhead || width(reading) <= width(known) + drifted) {
      this.reading = reading;
    }
  }

  now(): number {
    return Math.floor(this.exactNow());
  }

  /** A clock for one job, made at `timeCreate`. It goes on from now whatever is learnt: the times of a job are in order. */
  forJob(timeCreate: number): JobClock {
    return new JobClock(Math.max(timeCreate, this.exactNow()), this.monotonic);
  }

  private exactNow(): number {
    if (this.reading === undefined) {
      throw new Error('expected an answer of the controller before its time is asked for');
    }
    return this.reading.time + this.monotonic() - this.reading.arrivedAt;
  }
}

/** Shows the controller's time as of the moment it was made, and from then on what this machine's monotonic clock adds. */
export class JobClock {
  private readonly start: number;
  private readonly startedAt: number;
  private readonly monotonic: () => number;

  constructor(start: number, monotonic: () => number) {
    this.start = start;
    this.startedAt = monotonic();
    this.monotonic = monotonic;
  }

  now(): number {
    return this.at(Infinity);
  }

  /** When the monotonic clock showed this, as a script says: not before the job, and not in the future. */
  at(monotonic: number): number {
    const moment = Math.max(this.startedAt, Math.min(monotonic, this.monotonic()));
    return Math.floor(this.start + moment - this.startedAt);
  }
}
