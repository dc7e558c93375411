import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Logger } from 'pino';
import { type Assignment, type RegisterResponse } from '@openvcloud/contract';
import { type AgentConfig } from './config';
import { ControllerClient } from './wire/controllerClient';
import { ControllerClock } from './wire/controllerClock';
import { type ControllerError } from './wire/controllerError';
import { Delivery } from './spool/delivery';
import { DiskFullError, isDiskFull } from './disk/diskFull';
import { DiskRoom } from './disk/diskRoom';
import { heartbeatLoop } from './session/heartbeatLoop';
import { HeldJobs } from './session/heldJobs';
import { RunningJobs } from './session/runningJobs';
import { lockDataDir } from './disk/lockDataDir';
import { ownershipProven } from './session/ownershipProven';
import { pollLoop } from './session/pollLoop';
import { RefusedReports } from './spool/refusedReports';
import { Registration, SessionFightError } from './session/registration';
import { JobRun } from './job/runJob';
import { ScriptCache } from './job/scriptCache';
import { SignalFlag } from './timing/signalFlag';
import { atMost, sleep } from './timing/sleep';
import { Slots } from './session/slots';
import { Spool } from './spool/spool';
import { listSpoolIds, newSpoolId, spoolBytes } from './spool/spoolFolder';
import { SpoolUsage } from './spool/spoolUsage';
import { UnreadableSegments } from './spool/unreadableSegments';
import { statsLoop } from './node/statsLoop';
import { Zygote } from './python/zygote';

/** Scripts write faster than the disk: they wait until this much is written again. */
const BEHIND_BYTES = 8 * 1024 * 1024;
/** Larger batches save nothing and cost memory on both sides. */
const BATCH_BYTES = 1024 * 1024;
const LAST_DELIVERY_MS = 10_000;

/** Wires the parts together: registers, then runs the loops until it is stopped. */
export class Agent {
  /** Rejects when the agent cannot go on: its token is refused, or a loop failed. */
  readonly failed: Promise<never>;
  private fail: (error: unknown) => void = () => undefined;
  private readonly polling = new AbortController();
  private readonly working = new AbortController();
  private readonly changed = new SignalFlag();
  private readonly beatWanted = new SignalFlag();
  private readonly held = new HeldJobs();
  private readonly loops: Array<Promise<void>> = [];
  private readonly unlock: () => void;
  private readonly slots: Slots;
  private readonly running: RunningJobs;
  private readonly client: ControllerClient;
  private readonly clock = new ControllerClock();
  private readonly registration: Registration;
  private readonly scripts: ScriptCache;
  private readonly zygote: Zygote;
  private readonly usage: SpoolUsage;
  private readonly spool: Spool;
  private readonly delivery: Delivery;
  private readonly workFolder: string;
  private readonly sessionId = newSpoolId(Date.now());
  private session: RegisterResponse | undefined;
  private disposing: Promise<void> | undefined;

  private readonly config: AgentConfig;
  private readonly log: Logger;

  constructor(config: AgentConfig, env: Readonly<Record<string, string | undefined>>, version: string, log: Logger) {
    this.config = config;
    this.log = log;
    this.failed = new Promise<never>((_, reject) => (this.fail = reject));
    this.failed.catch(() => undefined); // whoever waits for it hears of it
    this.unlock = lockDataDir(config.dataDir);
    this.workFolder = join(config.dataDir, 'work');
    const spoolRoot = join(config.dataDir, 'spool');
    const former = listSpoolIds(spoolRoot);
    this.usage = new SpoolUsage(config.spoolBytes);
    former.forEach((id) => this.usage.add(spoolBytes(join(spoolRoot, id))));
    this.spool = new Spool(join(spoolRoot, this.sessionId), this.usage, log);
    this.client = new ControllerClient(config.controllerUrl, config.token, config.tls);
    this.scripts = new ScriptCache(join(config.dataDir, 'jumpscripts'), (hash) => this.client.source(hash));
    this.slots = new Slots(config.workers);
    const { slots, changed, beatWanted } = this;
    this.running = new RunningJobs({ held: this.held, slots, changed, beatWanted, log });
    const { runAs, secretFiles } = config;
    if (runAs !== undefined) {
      chmodSync(config.dataDir, 0o711); // they work in a folder of it, and see nothing else
    }
    const workers = Object.values(config.workers).reduce((sum, count) => sum + count, 0);
    const { jobLimits: limits, cgroup } = config;
    const access = { runAs, workFolder: this.workFolder, secrets: secretFiles, limits, cgroup };
    this.zygote = new Zygote(config.python, access, workers, env, log);
    const { client, clock, spool, sessionId, usage, held } = this;
    this.registration = new Registration({
      client,
      clock,
      config,
      sessionId,
      version,
      log,
      python: () => this.zygote.python,
    });
    const refused = new RefusedReports(join(config.dataDir, 'refused'), log);
    const unreadable = new UnreadableSegments(join(config.dataDir, 'unreadable'), log);
    this.delivery = new Delivery({
      client,
      spool,
      spoolRoot,
      sessionId,
      former,
      usage,
      held,
      refused,
      unreadable,
      log,
    });
  }

  async start(): Promise<void> {
    try {
      const fault = await this.prepare();
      await this.delivery.deliverFormer(false, this.polling.signal);
      if (fault !== undefined && !this.polling.signal.aborted && (await this.prepare()) !== undefined) {
        throw new DiskFullError(this.config.dataDir, fault);
      }
      this.session = await this.registration.register(this.polling.signal);
    } catch (error) {
      await this.dispose();
      throw error;
    }
    if (!this.polling.signal.aborted) {
      this.startLoops(this.session);
    }
  }

  /** What jobs need. A full disk is no reason to stop yet: what fills it may be what waits to be delivered. */
  private async prepare(): Promise<unknown> {
    try {
      mkdirSync(this.workFolder, { recursive: true });
      await this.zygote.start();
      return undefined;
    } catch (error) {
      if (!isDiskFull(error)) {
        throw error;
      }
      this.log.error({ err: error }, 'no space is left: nothing can run before some is free. What waits is delivered');
      return error;
    }
  }

  /** Take no more work; give back what has not begun; let jobs finish within the grace, end the rest; deliver what there is to say. */
  async stop(graceSeconds = this.config.shutdownGraceSeconds): Promise<void> {
    this.polling.abort();
    this.log.info({ jobs: this.running.count }, 'stopping: no more work is taken');
    this.running.stopBeginning();
    await atMost(graceSeconds * 1000, this.running.ended());
    this.endJobs();
    await this.running.ended();
    const giveUpAt = performance.now() + LAST_DELIVERY_MS;
    await atMost(LAST_DELIVERY_MS, this.spool.flushed());
    await this.lastDelivery(giveUpAt);
    this.working.abort();
    await Promise.allSettled(this.loops);
    await this.dispose();
  }

  /** The warm Python all jobs are forked from. */
  get runnerPid(): number | undefined {
    return this.zygote.pid;
  }

  /** Do not wait for running jobs: they are reported as ended by the agent. */
  endJobs(): void {
    this.held.stopAll('agentStop');
  }

  private startLoops(session: RegisterResponse): void {
    const { client, clock, sessionId, slots, changed, held, log, spool, usage } = this;
    const working = this.working.signal;
    const onFatal = (error: ControllerError): void => this.fail(error);
    const disk = new DiskRoom(this.config.dataDir, this.config.diskFreeBytes, log);
    const append = this.spool.append.bind(spool);
    this.watch(this.delivery.run(Math.min(BATCH_BYTES, Math.floor(session.limits.batchBytes / 2)), working));
    this.watch(
      heartbeatLoop(
        {
          heartbeat: (request, signal) => client.heartbeat(request, signal),
          sessionId,
          heartbeatMs: session.heartbeatMs,
          wanted: this.beatWanted,
          held,
          usage,
          clock,
          onFatal,
          log,
        },
        working
      )
    );
    this.watch(statsLoop(append, clock, () => usage.isFull, log, working));
    this.watch(
      pollLoop(
        {
          work: (request, signal) => client.work(request, signal),
          sessionId,
          slots,
          changed,
          mayTakeWork: () => !usage.isFull && disk.isEnough(),
          isHolding: () => !held.isEmpty,
          accept: (job, askedAt) => this.running.accept(job, askedAt, () => this.newRun(job, session)),
          cancel: (guids) => held.cancel(guids),
          registerAgain: () => this.registerAgain(),
          onFatal,
          log,
        },
        this.polling.signal
      )
    );
  }

  private watch(loop: Promise<void>): void {
    this.loops.push(loop);
    loop.catch((error: unknown) => this.fail(error));
  }

  private newRun(job: Assignment, session: RegisterResponse): JobRun {
    const { scripts, zygote: runner, spool, usage, workFolder, log } = this;
    return new JobRun(job, {
      session,
      clock: this.clock.forJob(job.timeCreate),
      workFolder,
      scripts,
      runner,
      log,
      append: (report) => void spool.append(report),
      appendSafely: (report) => spool.whenWritten(spool.append(report)),
      isBehind: () => spool.backlogBytes > BEHIND_BYTES,
      caughtUp: () => spool.flushed(),
      isFull: () => usage.isFull,
      ownershipProven: () => ownershipProven(this.held, job, session.leaseMs, this.beatWanted),
    });
  }

  private async registerAgain(): Promise<void> {
    try {
      await this.registration.registerAgain(this.polling.signal);
    } catch (error) {
      if (!(error instanceof SessionFightError)) {
        throw error;
      }
      this.fail(error);
      this.polling.abort();
    }
  }

  private async lastDelivery(giveUpAt: number): Promise<void> {
    const isDone = (): boolean => this.delivery.isComplete && this.held.handedBack.size === 0;
    while (this.session && !isDone() && performance.now() < giveUpAt) {
      await sleep(20);
    }
    if (!this.delivery.isComplete) {
      this.log.warn(
        { bytes: this.usage.usedBytes },
        'not everything could be delivered; the next start will send the rest'
      );
    }
  }

  /** Once, also when a failed start and a stop both come to it. */
  private dispose(): Promise<void> {
    this.disposing ??= this.closeAll();
    return this.disposing;
  }

  private async closeAll(): Promise<void> {
    this.polling.abort();
    this.working.abort();
    this.zygote.stop();
    await this.spool.close();
    await this.delivery.close();
    await this.client.close();
    this.unlock();
  }
}
