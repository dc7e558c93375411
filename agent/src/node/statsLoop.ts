import { type UnsentReport } from '@openvcloud/contract';
import { type Logger } from 'pino';
import { monotonicMs, type ControllerClock } from '../wire/controllerClock';
import { NodeStatsSampler } from './nodeStatsSampler';
import { sleep } from '../timing/sleep';

const EVERY_MS = 10_000;
/** CPU and network are rates: the first numbers come after this long, not after the whole interval. */
const FIRST_AFTER_MS = 1000;

/**
 * Samples this node and spools the samples, until aborted. A full spool keeps the room for results: how many samples it cost is
 * said once there is room again.
 */
export async function statsLoop(
  append: (report: UnsentReport) => void,
  clock: Pick<ControllerClock, 'now'>,
  isFull: () => boolean,
  log: Logger,
  signal: AbortSignal,
  everyMs = EVERY_MS
): Promise<void> {
  const sampler = new NodeStatsSampler();
  let leftOut = 0;
  let isManySaid = false;
  for (let waitMs = 0; !signal.aborted;) {
    try {
      const { stats, leftOut: devices } = await sampler.sample(clock.now(), monotonicMs());
      if (devices > 0 && !isManySaid) {
        isManySaid = true;
        log.warn({ devices }, 'mounts, disks and interfaces past fifty of a kind are left out of node statistics');
      }
      if (waitMs > 0 && isFull()) {
        leftOut += 1;
      } else if (waitMs > 0) {
        append({ kind: 'stats', stats });
        sayLeftOut(leftOut, log);
        leftOut = 0;
      }
    } catch (error) {
      log.warn({ err: error }, 'node statistics could not be read from /proc; tried again with the next sample');
    }
    waitMs = waitMs === 0 ? Math.min(FIRST_AFTER_MS, everyMs) : everyMs;
    await sleep(waitMs, signal);
  }
  sayLeftOut(leftOut, log);
}

function sayLeftOut(samples: number, log: Logger): void {
  if (samples > 0) {
    log.warn({ samples }, 'samples of node statistics were left out while the spool had no room');
  }
}
