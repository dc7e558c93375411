/** Wakes who waits for something to change. A change that comes while nobody waits is not forgotten. */
export class SignalFlag {
  private isRaised = false;
  private wake: (() => void) | undefined;

  raise(): void {
    this.isRaised = true;
    this.wake?.();
  }

  /** Resolves at the next raise(), at once when there was one since the last wait, or after `maxMs`. */
  async wait(maxMs?: number): Promise<void> {
    if (!this.isRaised) {
      await new Promise<void>((resolve) => {
        const timer = maxMs === undefined ? undefined : setTimeout(resolve, maxMs);
        this.wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
      this.wake = undefined;
    }
    this.isRaised = false;
  }
}
