import { type Logger } from 'pino';
import { monotonicMs, type ControllerClock } from './controllerClock';
import { NodeStatsSampler } from './nodeStats';
import { type UnsentReport } from './resultReport';
import { sleep } from './sleep';

const EVERY_MS = 10_000;
/** CPU and network are rates: the first numbers come after this long, not after the whole interval. */
const FIRST_AFTER_MS = 1000;

/** Samples this node and spools the samples, until aborted. A full spool keeps the room for results. */
export async function statsLoop(
  append: (report: UnsentReport) => void,
  clock: Pick<ControllerClock, 'now'>,
  isFull: () => boolean,
  log: Logger,
  signal: AbortSignal
): Promise<void> {
  const sampler = new NodeStatsSampler();
  for (let waitMs = 0; !signal.aborted;) {
    try {
      const stats = await sampler.sample(clock.now(), monotonicMs());
      if (waitMs > 0 && !isFull()) {
        append({ kind: 'stats', stats });
      }
    } catch (error) {
      log.warn({ err: error }, 'node statistics could not be read from /proc; tried again with the next sample');
    }
    waitMs = waitMs === 0 ? FIRST_AFTER_MS : EVERY_MS;
    await sleep(waitMs, signal);
  }
}
