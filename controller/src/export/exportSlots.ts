import { ApiError } from '../errors/errors';

/** How many exports may run at a time: each holds a connection and a moment of the database. One token never has all. */
export class ExportSlots {
  private readonly running = new Map<string, number>();
  private readonly size: number;
  private readonly perToken: number;

  constructor(size: number, perToken: number) {
    this.size = size;
    this.perToken = perToken;
  }

  /** → what gives it back; calling that twice does it once. */
  take({ tokenId, name }: { tokenId: string; name: string }): () => void {
    const own = this.running.get(tokenId) ?? 0;
    const all = [...this.running.values()].reduce((sum, count) => sum + count, 0);
    if (all >= this.size) {
      throw tooMany(`at most ${this.size} exports at a time`);
    }
    if (own >= this.perToken) {
      throw tooMany(`at most ${this.perToken} exports of token "${name}" at a time, so that others find a place`);
    }
    this.running.set(tokenId, own + 1);
    let isHeld = true;
    return () => {
      const left = (this.running.get(tokenId) ?? 0) - (isHeld ? 1 : 0);
      isHeld = false;
      if (left > 0) {
        this.running.set(tokenId, left);
      } else {
        this.running.delete(tokenId);
      }
    };
  }
}

function tooMany(expected: string): ApiError {
  return new ApiError('TOO_MANY_EXPORTS', `Expected ${expected}, got one more than that.`, {
    headers: { 'retry-after': '10' },
  });
}
