import { type Logger } from 'pino';
import { type Assignment, type WorkRequest, type WorkResponse } from '@openvcloud/contract';
import { QUEUES, type QueueName } from '@openvcloud/contract/src/queueName';
import { backoffMs, CONTROLLER_AWAY } from '../wire/backoff';
import { ControllerError } from '../wire/controllerError';
import { elapsedMs, instant, type Instant } from '../timing/instant';
import { type SignalFlag } from '../timing/signalFlag';
import { sleep } from '../timing/sleep';
import { type Slots } from './slots';

export interface PollDeps {
  work(request: WorkRequest, signal: AbortSignal): Promise<WorkResponse>;
  sessionId: string;
  slots: Slots;
  /** Raised when a slot became free, or there is room on disk again. */
  changed: SignalFlag;
  mayTakeWork(): boolean;
  /** There are jobs that could be cancelled. */
  isHolding(): boolean;
  /** `askedAt`: its lease began at this moment or later. */
  accept(job: Assignment, askedAt: Instant): void;
  cancel(guids: readonly string[]): void;
  /** The controller does not know the session (a restored database, say). */
  registerAgain(): Promise<void>;
  onFatal(error: ControllerError): void;
  log: Logger;
}

const WAIT_MS = 8_000;
/**
 * The controller hands out again what an agent does not name 15 s (DELIVERY_MS there) after it was assigned. So an answer
 * that took longer than this is too late: its jobs are left to the controller.
 */
const TAKE_WITHIN_MS = 11_000;
/** Looks again even when nothing was raised: room on disk comes without a signal. */
const LOOK_AGAIN_MS = 1000;
/**
 * A busy agent's workers become free one by one; each asked for by itself would cost the controller a request per job.
 * So a queue with less than half of its workers free is asked for at most this often.
 */
const GATHER_MS = 25;
/** An answer without jobs that came sooner than this was no long poll: do not turn it into a busy loop. */
const SOON_MS = 200;

/**
 * Asks for work whenever a queue has free slots that no request under way speaks for. A long poll is never aborted to
 * change its numbers, since jobs handed out in that moment would be lost until their lease ends: a queue whose slot
 * becomes free while the poll for other queues waits gets a poll of its own, so at most one per queue is under way.
 * When all slots are taken one poll asks for no jobs: it is how the controller says at once which of them to cancel.
 */
export async function pollLoop(deps: PollDeps, signal: AbortSignal): Promise<void> {
  const spokenFor = new Set<QueueName>();
  const polls = new Set<Promise<void>>();
  let askedAt = -Infinity;
  signal.addEventListener('abort', () => deps.changed.raise(), { once: true });
  while (!signal.aborted) {
    const free = deps.mayTakeWork() ? deps.slots.freeOf(QUEUES.filter((queue) => !spokenFor.has(queue))) : {};
    const queues = QUEUES.filter((queue) => free[queue] !== undefined);
    if (queues.length === 0 && (polls.size > 0 || !deps.isHolding())) {
      await deps.changed.wait(LOOK_AGAIN_MS);
      continue;
    }
    const waitMs = askedAt + GATHER_MS - performance.now();
    if (waitMs > 0 && queues.length > 0 && queues.every((queue) => deps.slots.isBusy(queue))) {
      await sleep(waitMs, signal);
      continue;
    }
    askedAt = queues.length > 0 ? performance.now() : askedAt;
    queues.forEach((queue) => spokenFor.add(queue));
    const poll = pollOnce(deps, free, signal).finally(() => {
      queues.forEach((queue) => spokenFor.delete(queue));
      polls.delete(poll);
      deps.changed.raise();
    });
    polls.add(poll);
  }
  await Promise.all(polls);
}

async function pollOnce(deps: PollDeps, free: Partial<Record<QueueName, number>>, signal: AbortSignal): Promise<void> {
  const askedAt = instant();
  try {
    const { jobs, cancel } = await deps.work({ sessionId: deps.sessionId, free, waitMs: WAIT_MS }, signal);
    deps.cancel(cancel);
    if (elapsedMs(askedAt) > TAKE_WITHIN_MS) {
      deps.log.warn(
        { jobs: jobs.map(({ guid }) => guid) },
        'an answer came too late: its jobs are not taken, the controller hands them out again'
      );
    } else {
      jobs.forEach((job) => deps.accept(job, askedAt));
    }
    failuresOf.delete(deps);
    if (jobs.length === 0 && cancel.length === 0 && elapsedMs(askedAt) < SOON_MS) {
      await sleep(SOON_MS, signal);
    }
  } catch (error) {
    if (!signal.aborted) {
      await recover(error, deps, signal);
    }
  }
}

/** Polls of all queues fail together, so they share one count. */
const failuresOf = new WeakMap<PollDeps, number>();

async function recover(error: unknown, deps: PollDeps, signal: AbortSignal): Promise<void> {
  if (!(error instanceof ControllerError)) {
    throw error;
  }
  if (error.kind === 'stop') {
    deps.onFatal(error);
    return;
  }
  const failures = failuresOf.get(deps) ?? 0;
  failuresOf.set(deps, failures + 1);
  const waitMs = backoffMs(CONTROLLER_AWAY, failures);
  deps.log.warn({ code: error.code, waitMs }, `no work could be asked for: ${error.message}`);
  await sleep(waitMs, signal);
  if (error.kind === 'refuse' && !signal.aborted) {
    await deps.registerAgain();
  }
}
