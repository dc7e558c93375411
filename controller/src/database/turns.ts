interface Waiting {
  begin: () => void;
  refuse: () => void;
}

/**
 * Turns at the connections of a pool. Who comes first may have all of them, and is served before the others; the others have
 * at most their part at a time, however many wait: so some are always left, or free in a moment, for who comes first.
 */
export class Turns {
  private readonly atATime: number;
  private readonly forOthers: number;
  private readonly first: Waiting[] = [];
  private readonly others: Waiting[] = [];
  private running = 0;
  private othersRunning = 0;

  constructor(atATime: number, forOthers: number) {
    this.atATime = atATime;
    this.forOthers = forOthers;
  }

  /** Answers what ends the turn; undefined when none came within `withinMs`. */
  take(isFirst: boolean, withinMs: number): Promise<(() => void) | undefined> {
    return new Promise((resolve) => {
      const queue = isFirst ? this.first : this.others;
      const waiting: Waiting = {
        begin: () => {
          clearTimeout(timer);
          resolve(this.endOf(isFirst));
        },
        refuse: () => {
          queue.splice(queue.indexOf(waiting), 1);
          resolve(undefined);
        },
      };
      const timer = setTimeout(waiting.refuse, withinMs);
      queue.push(waiting);
      this.next();
    });
  }

  private endOf(isFirst: boolean): () => void {
    return () => {
      this.running -= 1;
      this.othersRunning -= isFirst ? 0 : 1;
      this.next();
    };
  }

  private next(): void {
    while (this.running < this.atATime) {
      const isFirst = this.first.length > 0;
      const next =
        isFirst || this.othersRunning < this.forOthers ? (this.first.shift() ?? this.others.shift()) : undefined;
      if (next === undefined) {
        return;
      }
      this.running += 1;
      this.othersRunning += isFirst ? 0 : 1;
      next.begin();
    }
  }
}
