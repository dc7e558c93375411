/**
 * What was begun for requests. A caller that hangs up ends its connection, not the work: whoever stops the database
 * waits for the work first.
 */
export class RunningWork {
  private readonly running = new Set<Promise<unknown>>();

  track<Result>(work: Promise<Result>): Promise<Result> {
    const forget = () => this.running.delete(work);
    this.running.add(work);
    work.then(forget, forget);
    return work;
  }

  /** Work may begin more work. */
  async settled(): Promise<void> {
    while (this.running.size > 0) {
      await Promise.allSettled(this.running);
    }
  }
}
