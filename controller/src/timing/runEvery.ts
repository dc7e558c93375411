import type { Logger } from 'pino';
import { pause } from './pause';

/**
 * Does `work` again and again, `everyMs` after it ended, until `signal` is aborted; resolves when the last one is done.
 * An error is logged and the work tried again: PostgreSQL being away for a moment must not end the controller.
 */
export async function runEvery(
  name: string,
  everyMs: number,
  work: () => Promise<void>,
  log: Logger,
  signal: AbortSignal
): Promise<void> {
  let failures = 0;
  while (!signal.aborted) {
    try {
      await work();
      failures = 0;
    } catch (error) {
      failures++;
      log.error({ err: error, loop: name, failures }, 'a loop failed and is tried again');
    }
    // Failures back off, at most to ten times the interval.
    await pause(everyMs * Math.min(10, 1 + failures), signal);
  }
}
