import type { Logger } from 'pino';

export interface Part {
  /** What is waited for when it does not stop. */
  name: string;
  stop: () => void | Promise<void>;
}

/** Kept for what comes after a part that does not stop: PostgreSQL above all. */
const RESERVED_MS = 5_000;
const LEAST_MS = 1_000;

/** Stops parts in the reverse order of their start, all of them within a time, whatever one of them waits for. */
export class StopInOrder {
  private readonly parts: Part[] = [];
  private readonly log: Logger;
  private readonly withinMs: number;
  private current = 'the start to end';
  private readonly late: string[] = [];

  constructor(log: Logger, withinMs: number) {
    this.log = log;
    this.withinMs = withinMs;
  }

  started(name: string, stop: Part['stop']): void {
    this.parts.push({ name, stop });
  }

  /** What is being waited for now. */
  get waitingFor(): string {
    return this.current;
  }

  /** Answers the parts that did not stop in time. */
  async stop(): Promise<string[]> {
    const giveUpAt = performance.now() + this.withinMs - RESERVED_MS;
    for (const part of this.parts.splice(0).reverse()) {
      await this.stopPart(part, Math.max(LEAST_MS, giveUpAt - performance.now()));
    }
    return this.late;
  }

  private async stopPart({ name, stop }: Part, withinMs: number): Promise<void> {
    this.current = name;
    let timer: NodeJS.Timeout | undefined;
    const isLate = new Promise<true>((resolve) => (timer = setTimeout(() => resolve(true), withinMs)));
    const stopped = Promise.resolve()
      .then(stop)
      .then(
        () => false,
        (error: unknown) => {
          this.log.error({ err: error, part: name }, 'a part did not stop cleanly');
          return false;
        }
      );
    if (await Promise.race([stopped, isLate])) {
      this.late.push(name);
      this.log.error({ waitedFor: name }, `stopping goes on without waiting for ${name} any longer`);
    }
    clearTimeout(timer);
  }
}
