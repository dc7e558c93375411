import { networkInterfaces } from 'node:os';
import { type Logger } from 'pino';
import { RegisterRequest, type RegisterResponse } from '@openvcloud/contract';
import { backoffMs, CONTROLLER_AWAY } from '../wire/backoff';
import { monotonicMs, type ControllerClock } from '../wire/controllerClock';
import { type ControllerClient } from '../wire/controllerClient';
import { ControllerError } from '../wire/controllerError';
import { sleep } from '../timing/sleep';
import { type RunnerPython } from '../python/zygote';
import { type WorkersPerQueue } from './slots';

const SESSION_FIGHT_MS = 5 * 60_000;
const MAX_LOST_SESSIONS = 5;
const { pythonVersion, pythonPath } = RegisterRequest.properties;
const { maxLength: MOST_VERSION_CHARS = 0 } = pythonVersion;
const { maxLength: MOST_PATH_CHARS = 0 } = pythonPath;

/** Two agents with one token: neither can work. */
export class SessionFightError extends Error {}

export interface RegistrationDeps {
  client: Pick<ControllerClient, 'register'>;
  clock: ControllerClock;
  config: { name: string; roles: string[] | undefined; workers: WorkersPerQueue };
  sessionId: string;
  version: string;
  /** What JumpScripts run with; undefined while that could not be started. */
  python: () => RunnerPython | undefined;
  log: Logger;
}

/** Says to the controller who this agent is, as often as it must. */
export class Registration {
  private readonly lostSessions: number[] = [];
  private registering: Promise<RegisterResponse> | undefined;

  private readonly deps: RegistrationDeps;

  constructor(deps: RegistrationDeps) {
    this.deps = deps;
  }

  /** Again and again while the controller is away; its refusal is final. Callers at the same time share one attempt. */
  register(signal: AbortSignal): Promise<RegisterResponse> {
    this.registering ??= this.registerUntilDone(signal).finally(() => (this.registering = undefined));
    return this.registering;
  }

  /** A session is lost once, when a database was restored; again and again, when another agent has the same token. */
  async registerAgain(signal: AbortSignal): Promise<void> {
    const now = performance.now();
    this.lostSessions.push(now);
    if (this.lostSessions.filter((time) => time > now - SESSION_FIGHT_MS).length > MAX_LOST_SESSIONS) {
      throw new SessionFightError(
        `the session of this agent was taken over ${MAX_LOST_SESSIONS} times within ${SESSION_FIGHT_MS / 60_000} minutes: another agent runs with the same token. Expected one token per node; stop the other agent, or give it a token of its own`
      );
    }
    await this.register(signal);
  }

  private async registerUntilDone(signal: AbortSignal): Promise<RegisterResponse> {
    const { log } = this.deps;
    for (let attempt = 0; ; attempt += 1) {
      try {
        return await this.attempt(signal);
      } catch (error) {
        if (!(error instanceof ControllerError) || error.kind !== 'retry' || signal.aborted) {
          throw error;
        }
        const waitMs = backoffMs(CONTROLLER_AWAY, attempt);
        log.warn({ code: error.code, waitMs }, `not registered yet: ${error.message}`);
        await sleep(waitMs, signal);
      }
    }
  }

  private async attempt(signal: AbortSignal): Promise<RegisterResponse> {
    const { client, clock, sessionId, log } = this.deps;
    const sentAt = monotonicMs();
    const session = await client.register(this.request(), signal);
    clock.learn({ time: session.serverTime, sentAt, arrivedAt: monotonicMs() });
    const { gid, nid, name, roles, askedRoles = [], serverTime } = session;
    if (log.bindings()['nid'] === undefined) {
      log.setBindings({ nid }); // from here on in every line
    }
    log.info({ gid, name, roles, sessionId, clockSkewMs: serverTime - Date.now() }, 'registered');
    if (askedRoles.length > 0) {
      log.warn(
        { askedRoles },
        'AGENT_ROLES asks for roles that this node was not given; until an admin gives them it gets no work of theirs'
      );
    }
    return session;
  }

  private request(): RegisterRequest {
    const {
      config: { name, roles, workers },
      sessionId,
      version,
      python,
    } = this.deps;
    const addresses = Object.values(networkInterfaces()).flatMap((list) =>
      (list ?? []).filter(({ internal }) => !internal)
    );
    const { version: pythonVersion, path: pythonPath } = python() ?? {};
    return {
      sessionId,
      name,
      ...(roles === undefined ? {} : { roles }),
      addresses: addresses.map(({ address }) => address).slice(0, 200),
      workers: { ...workers },
      agentVersion: version,
      ...(pythonVersion === undefined ? {} : { pythonVersion: pythonVersion.slice(0, MOST_VERSION_CHARS) }),
      ...(pythonPath === undefined ? {} : { pythonPath: pythonPath.slice(0, MOST_PATH_CHARS) }),
      pid: process.pid,
    };
  }
}
