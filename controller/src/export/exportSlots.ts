import { ApiError } from '../errors/errors';

/** How many exports may run at a time: each holds a connection and a moment of the database. */
export class ExportSlots {
  private running = 0;
  private readonly size: number;

  constructor(size: number) {
    this.size = size;
  }

  /** → what gives it back; calling that twice does it once. */
  take(): () => void {
    if (this.running >= this.size) {
      throw new ApiError(
        'TOO_MANY_EXPORTS',
        `Expected at most ${this.size} exports at a time, got one more than that.`,
        { headers: { 'retry-after': '10' } }
      );
    }
    this.running += 1;
    let isHeld = true;
    return () => {
      this.running -= isHeld ? 1 : 0;
      isHeld = false;
    };
  }
}
