import { backoffMs, CONTROLLER_AWAY } from '../wire/backoff';
import { ControllerError } from '../wire/controllerError';
import { sleep } from '../timing/sleep';
import { type CachedScript } from './scriptCache';

/** A source that cannot be had for this long fails the job. */
const SOURCE_WITHIN_MS = 60_000;

/** Again and again while the controller is away, but not for ever, and not for a job that was stopped. */
export async function fetchScript(get: () => Promise<CachedScript>, stopped: AbortSignal): Promise<CachedScript> {
  const giveUpAt = performance.now() + SOURCE_WITHIN_MS;
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await get();
    } catch (error) {
      const isAway = error instanceof ControllerError && error.kind === 'retry';
      if (!isAway || stopped.aborted || performance.now() >= giveUpAt) {
        throw error;
      }
      await sleep(backoffMs(CONTROLLER_AWAY, attempt), stopped);
    }
  }
}
