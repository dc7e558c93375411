import { ApiError } from '../errors/errors';

/** Acts that the database does at a time: what agents need of it is not theirs. */
const AT_A_TIME = 4;
/** Who would have to wait longer is told at once: callers give up after 10 s or so, and ask again on top of it. */
const LONGEST_WAIT_MS = 5_000;
/** How long an act takes before there was one. */
const AT_FIRST_MS = 100;
/** How much the latest act counts for how long one takes. */
const SHARE_OF_LATEST = 0.1;

/**
 * Lets acts in as fast as they get done. Agents' work comes first at the database, so when there is much of it acts take longer,
 * and fewer may wait: whoever could not be served within seconds is refused, in words, with the seconds until it is worth while
 * to ask again. What is done already is worth more than what is asked for next.
 */
export class Admission {
  private readonly waiting: Array<() => void> = [];
  private readonly unanswered: () => ApiError | undefined;
  private readonly stopwatch: () => number;
  private readonly longestWaitMs: number;
  private running = 0;
  /** How long an act takes, lately. */
  private actMs = AT_FIRST_MS;

  /** `unanswered`: what is wrong when it is not for others that acts wait, but because nothing answers. */
  constructor(
    unanswered: () => ApiError | undefined,
    stopwatch: () => number = () => performance.now(),
    longestWaitMs = LONGEST_WAIT_MS
  ) {
    this.unanswered = unanswered;
    this.stopwatch = stopwatch;
    this.longestWaitMs = longestWaitMs;
  }

  /** Does it when it is its turn. Throws OVERLOADED, before anything was done, when that would take too long. */
  async act<Result>(work: () => Promise<Result>): Promise<Result> {
    const waitMs = (this.waiting.length * this.actMs) / AT_A_TIME;
    if (waitMs > this.longestWaitMs) {
      throw this.unanswered() ?? this.overloaded();
    }
    await this.turn();
    const began = this.stopwatch();
    try {
      return await work();
    } finally {
      this.actMs += (this.stopwatch() - began - this.actMs) * SHARE_OF_LATEST;
      this.running -= 1;
      this.next();
    }
  }

  private turn(): Promise<void> {
    return new Promise((resolve, reject) => {
      const begin = () => {
        clearTimeout(timer);
        resolve();
      };
      // Acts take longer than those before it did.
      const timer = setTimeout(() => {
        reject(this.unanswered() ?? this.overloaded());
        this.waiting.splice(this.waiting.indexOf(begin), 1);
      }, this.longestWaitMs);
      this.waiting.push(begin);
      this.next();
    });
  }

  private next(): void {
    const begin = this.running < AT_A_TIME ? this.waiting.shift() : undefined;
    if (begin !== undefined) {
      this.running += 1;
      begin();
    }
  }

  private overloaded(): ApiError {
    const seconds = Math.max(1, Math.ceil((this.waiting.length * this.actMs) / AT_A_TIME / 1000));
    const detail = `Expected a turn within ${this.longestWaitMs / 1000} s, got ${this.waiting.length} acts that wait, for about ${seconds} s: agents' work comes first.`;
    return new ApiError('OVERLOADED', detail, { headers: { 'retry-after': String(seconds) } });
  }
}
