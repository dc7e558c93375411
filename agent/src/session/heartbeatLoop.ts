import { type Logger } from 'pino';
import { type HeartbeatRequest, type HeartbeatResponse } from '@openvcloud/contract';
import { backoffMs, type RetryPolicy } from '../wire/backoff';
import { ControllerError } from '../wire/controllerError';
import { monotonicMs, type ControllerClock } from '../wire/controllerClock';
import { type HeldJobs } from './heldJobs';
import { instant } from '../timing/instant';
import { type SignalFlag } from '../timing/signalFlag';
import { sleep } from '../timing/sleep';
import { type SpoolUsage } from '../spool/spoolUsage';

export interface HeartbeatDeps {
  heartbeat(request: HeartbeatRequest, signal: AbortSignal): Promise<HeartbeatResponse>;
  sessionId: string;
  heartbeatMs: number;
  /** Raised when somebody cannot wait for the next beat. */
  wanted: SignalFlag;
  held: Pick<HeldJobs, 'named' | 'disown' | 'renew' | 'cancel' | 'handedBack'>;
  clock: Pick<ControllerClock, 'now' | 'learn'>;
  usage: Pick<SpoolUsage, 'usedBytes'>;
  onFatal(error: ControllerError): void;
  log: Logger;
}

/**
 * Renews the leases of the jobs this agent holds, and obeys what the controller says of them. While the controller is
 * away the jobs go on: only the controller decides that a lease has ended.
 */
export async function heartbeatLoop(deps: HeartbeatDeps, signal: AbortSignal): Promise<void> {
  // A missed beat is repeated well within the lease.
  const policy: RetryPolicy = { firstMs: Math.min(500, deps.heartbeatMs), maxMs: deps.heartbeatMs };
  let failures = 0;
  signal.addEventListener('abort', () => deps.wanted.raise(), { once: true });
  while (!signal.aborted) {
    try {
      await beat(deps, signal);
      failures = 0;
      await deps.wanted.wait(deps.heartbeatMs);
    } catch (error) {
      if (signal.aborted) {
        return;
      }
      if (!(error instanceof ControllerError)) {
        throw error;
      }
      if (error.kind === 'stop') {
        deps.onFatal(error);
        return;
      }
      deps.log.warn({ code: error.code }, `heartbeat failed: ${error.message}`);
      await sleep(backoffMs(policy, failures++), signal);
    }
  }
}

async function beat(deps: HeartbeatDeps, signal: AbortSignal): Promise<void> {
  const { sessionId, held, usage, clock } = deps;
  const [leaseFrom, sentAt] = [instant(), monotonicMs()];
  // What the clock shows is never later than the controller's: a list must not be taken for newer than it is.
  const [named, asOf] = [held.named(), clock.now()];
  const handedBack = [...held.handedBack];
  const { cancel, unknown, serverTime } = await deps.heartbeat(
    {
      sessionId,
      running: [...named.keys()],
      asOf,
      ...(handedBack.length > 0 ? { handedBack } : {}),
      spoolBytes: Math.max(0, usage.usedBytes),
    },
    signal
  );
  if (serverTime !== undefined) {
    clock.learn({ time: serverTime, sentAt, arrivedAt: monotonicMs() });
  }
  handedBack.forEach((guid) => held.handedBack.delete(guid));
  held.disown(unknown, named); // which also ends holding them: they are not renewed
  held.renew(named, leaseFrom);
  held.cancel(cancel);
}
