import { AsyncLocalStorage } from 'node:async_hooks';
import { ApiError } from '../errors/errors';

/** A token for which the database is read. */
export interface Reader {
  id: string;
  /** As the token is called. */
  name: string;
}

const current = new AsyncLocalStorage<Reader | undefined>();

/** Whatever `work` reads, also later, is of this reader's share; undefined: the controller's own, and an agent's. */
export function readingFor<Result>(reader: Reader | undefined, work: () => Result): Result {
  return current.run(reader, work);
}

interface Share {
  readonly reader: Reader | undefined;
  running: number;
  readonly waiting: Array<() => void>;
  /** Milliseconds of the database that it used lately, as of `at`. */
  usedMs: number;
  at: number;
}

/** Dashboards ask for dozens of things at once; who has more waiting asks faster than it is answered. */
export const MOST_WAITING = 200;
/** What was used so long ago counts half. */
const HALF_MS = 10_000;
const RETRY = { headers: { 'retry-after': '5' } };

/**
 * Turns at the connections that read. Nobody has more than two thirds of them, however few others there are; of those who wait
 * the next is who has the fewest, and among these who used least lately. What the controller reads for itself comes first.
 */
export class ReadTurns {
  private readonly atATime: number;
  private readonly forOne: number;
  private readonly clock: () => number;
  private readonly shares = new Map<string | undefined, Share>();
  private running = 0;

  constructor(atATime: number, clock: () => number = () => performance.now()) {
    this.atATime = atATime;
    this.forOne = Math.max(1, Math.ceil((atATime * 2) / 3));
    this.clock = clock;
  }

  /** Answers what ends the turn, or why there is none: at once when too many wait already, or after `withinMs`. */
  take(withinMs: number): Promise<(() => void) | ApiError> {
    const share = this.shareOf(current.getStore());
    if (share.reader !== undefined && share.waiting.length >= MOST_WAITING) {
      return Promise.resolve(this.refusal(share));
    }
    return new Promise((resolve) => {
      const begin = () => {
        clearTimeout(timer);
        resolve(this.endOf(share));
      };
      const timer = setTimeout(() => {
        const refused = this.refusal(share);
        share.waiting.splice(share.waiting.indexOf(begin), 1);
        this.forget();
        resolve(refused);
      }, withinMs);
      share.waiting.push(begin);
      this.next();
    });
  }

  private shareOf(reader: Reader | undefined): Share {
    const known = this.shares.get(reader?.id);
    const share = known ?? { reader, running: 0, waiting: [], usedMs: 0, at: this.clock() };
    this.shares.set(reader?.id, share);
    return share;
  }

  private refusal({ reader, running, waiting }: Share): ApiError {
    if (reader === undefined || running < this.forOne) {
      return new ApiError(
        'BUSY',
        `Expected one of ${this.atATime} connections to read in time, others had them.`,
        RETRY
      );
    }
    return new ApiError(
      'TOO_MANY_READS',
      `Expected token "${reader.name}" to have at most ${this.forOne} reads at a time, and no more in line than get their turn in seconds; ` +
        `got ${running} that run and ${waiting.length} that wait.`,
      RETRY
    );
  }

  private endOf(share: Share): () => void {
    const began = this.clock();
    this.running += 1;
    share.running += 1;
    return () => {
      this.running -= 1;
      share.running -= 1;
      share.usedMs = this.usedBy(share) + this.clock() - began;
      share.at = this.clock();
      this.next();
      this.forget();
    };
  }

  private usedBy({ usedMs, at }: Share): number {
    return usedMs / 2 ** ((this.clock() - at) / HALF_MS);
  }

  private next(): void {
    while (this.running < this.atATime) {
      const next = [...this.shares.values()].reduce<Share | undefined>(
        (best, share) => (this.mayRun(share) && (best === undefined || this.isBefore(share, best)) ? share : best),
        undefined
      );
      const begin = next?.waiting.shift();
      if (begin === undefined) {
        return;
      }
      begin();
    }
  }

  private mayRun({ reader, running, waiting }: Share): boolean {
    return waiting.length > 0 && (reader === undefined || running < this.forOne);
  }

  private isBefore(one: Share, other: Share): boolean {
    if (one.reader === undefined || other.reader === undefined) {
      return one.reader === undefined;
    }
    return one.running === other.running ? this.usedBy(one) < this.usedBy(other) : one.running < other.running;
  }

  /** Of tokens that came and went, those that used something lately are remembered. */
  private forget(): void {
    for (const share of this.shares.values()) {
      if (share.running === 0 && share.waiting.length === 0 && this.usedBy(share) < 1) {
        this.shares.delete(share.reader?.id);
      }
    }
  }
}
