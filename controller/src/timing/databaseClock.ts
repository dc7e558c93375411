/** One look at the clock of the database, between two looks at our own stopwatch (performance.now()). */
export interface ClockSample {
  askedAt: number;
  answeredAt: number;
  /** Epoch milliseconds. */
  databaseTime: number;
}

/** Two estimates that are not so far apart are the same. */
const SAME_MS = 5;
/** Small corrections make no time run backwards. */
const SMALL_MS = 1_000;

/**
 * What time it is, by the clock of the database: all controllers on it have the same, whatever their own clocks show. Between two
 * looks a stopwatch goes on, so a clock that is set makes no difference. Before the first look it is our own clock's.
 */
export class DatabaseClock {
  private readonly wall: () => number;
  private readonly stopwatch: () => number;
  private offset: number | undefined;
  private errorMs = Infinity;
  private latest = 0;

  constructor(wall: () => number = Date.now, stopwatch: () => number = () => performance.now()) {
    this.wall = wall;
    this.stopwatch = stopwatch;
  }

  readonly now = (): number => {
    const time = this.offset === undefined ? this.wall() : Math.round(this.stopwatch() + this.offset);
    const isStepBack = time < this.latest && this.latest - time < SMALL_MS;
    this.latest = isStepBack ? this.latest : time;
    return this.latest;
  };

  /** The shorter the way there and back, the better the estimate: a worse one that does not contradict changes nothing. */
  measure({ askedAt, answeredAt, databaseTime }: ClockSample): void {
    const errorMs = (answeredAt - askedAt) / 2;
    const offset = databaseTime - (askedAt + answeredAt) / 2;
    const isSame = this.offset !== undefined && Math.abs(offset - this.offset) <= errorMs + this.errorMs + SAME_MS;
    if (!isSame || errorMs < this.errorMs) {
      this.offset = offset;
      this.errorMs = errorMs;
    }
  }

  /** How far our own clock is ahead of the database's, in milliseconds. */
  get differenceMs(): number {
    return this.offset === undefined ? 0 : Math.round(this.wall() - (this.stopwatch() + this.offset));
  }
}
