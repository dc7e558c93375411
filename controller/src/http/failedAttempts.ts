import { ApiError } from '../errors/errors';
import { PerMinute } from './perMinute';

/**
 * Slows down guessing: after `perMinute` wrong tokens an address is refused until its minute is over. An attempt is counted
 * when it begins, so that many at once are no way around it, and taken back when its token was not wrong.
 */
export class FailedAttempts {
  private readonly attempts: PerMinute;
  private readonly perMinute: number;

  constructor(perMinute: number, now: () => number) {
    this.perMinute = perMinute;
    this.attempts = new PerMinute(now);
  }

  /** The answer to an address that failed too often. */
  refusal(ip: string): ApiError | undefined {
    const { count, leftMs } = this.attempts.look(ip);
    return count < this.perMinute
      ? undefined
      : new ApiError(
          'TOO_MANY_FAILURES',
          `Expected at most ${this.perMinute} failed authentications a minute, got more from ${ip}.`,
          { headers: { 'retry-after': String(Math.ceil(leftMs / 1000)) } }
        );
  }

  begin(ip: string): void {
    this.attempts.count(ip);
  }

  takeBack(ip: string): void {
    this.attempts.takeBack(ip);
  }
}
