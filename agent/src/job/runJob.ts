import { once } from 'node:events';
import { type Logger } from 'pino';
import { LIMITS, type Assignment, type RegisterResponse } from '@openvcloud/contract';
import { backoffMs, CONTROLLER_AWAY } from '../wire/backoff';
import { type JobClock } from '../wire/controllerClock';
import { ControllerError } from '../wire/controllerError';
import { type JobListener, type JobOutcome, type JobProcess, type RunnerJob } from '../python/jobProcess';
import { LogShipper } from '../output/logShipper';
import { OutputReader } from '../output/outputReader';
import { resultReport, type EndOfJob } from './resultReport';
import { HashMismatchError, type CachedScript } from './scriptCache';
import { sleep } from '../timing/sleep';
import { type UnsentReport } from '../spool/unsentReport';
import { type StopReason } from './stopReason';

export interface RunJobDeps {
  session: Pick<RegisterResponse, 'gid' | 'nid' | 'limits'>;
  /** Of this job: all its times are of one clock, whatever happens to others. */
  clock: JobClock;
  workFolder: string;
  scripts: { get(hash: string): Promise<CachedScript>; forget(hash: string): void };
  runner: { run(job: Omit<RunnerJob, 'key'>, listener: JobListener): Promise<JobProcess> };
  append(report: UnsentReport): void;
  /** The same; resolves when the report is on disk. */
  appendSafely(report: UnsentReport): Promise<void>;
  /** Too much waits to be written to disk: scripts must slow down. */
  isBehind(): boolean;
  caughtUp(): Promise<void>;
  isFull(): boolean;
  /** Resolves when the controller certainly counts the job as ours: at once, or with the next heartbeat; else never. */
  ownershipProven(): Promise<void>;
  log: Logger;
}

/** TERM first, so that a script may clean up; then KILL, this much later. */
const KILL_GRACE_MS: Readonly<Record<StopReason, number>> = {
  timeout: 5000,
  cancel: 5000,
  agentStop: 1000,
  disown: 0,
  handBack: 0,
};
/** A source that cannot be had for this long fails the job. */
const SOURCE_WITHIN_MS = 60_000;
/** Node runs a longer timer at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** One job from assignment to result. `stop` may be called at any moment of it. */
export class JobRun {
  private stopped: StopReason | undefined;
  private process: JobProcess | undefined;
  private source: string | undefined;
  private startWritten: Promise<void> | undefined;
  /** Its start goes to disk: from here on it may have run, whatever happens. */
  private isBegun = false;
  /** Runs from the script's first line on. */
  private timer: NodeJS.Timeout | undefined;
  private isOver = false;
  private readonly stopSignal = new AbortController();
  private readonly whenStopped = once(this.stopSignal.signal, 'abort').then(() => undefined);
  private readonly shipper: LogShipper;
  private readonly readers;
  private readonly log: Logger;

  private readonly job: Assignment;
  private readonly deps: RunJobDeps;

  constructor(job: Assignment, deps: RunJobDeps) {
    this.job = job;
    this.deps = deps;
    const {
      session: { limits },
      clock,
    } = deps;
    const { guid, attempt } = job;
    this.log = deps.log.child({ guid, jumpscript: `${job.organization}:${job.name}` });
    this.readers = {
      stdout: new OutputReader('stdout', limits.messageBytes, clock),
      stderr: new OutputReader('stderr', limits.messageBytes, clock),
    };
    this.shipper = new LogShipper({
      maxLines: limits.linesPerJob,
      isKept: job.log,
      isFull: () => deps.isFull(),
      ship: (part) => this.ship({ kind: 'logs', guid, attempt, ...part }),
    });
  }

  stop(reason: StopReason): void {
    if (this.stopped === undefined && !this.isOver) {
      this.stopped = reason;
      this.log.info({ reason }, 'stopping the job');
      this.stopSignal.abort();
      this.process?.stop({ graceMs: KILL_GRACE_MS[reason], dump: true });
    }
  }

  /** True: its script has not begun and never will here, so it may begin elsewhere. */
  giveBack(): boolean {
    if (this.isBegun || this.isOver || this.stopped !== undefined) {
      return false;
    }
    this.stop('handBack');
    return true;
  }

  /** Resolves when no process of the job is left and its result is in the spool. */
  async run(): Promise<void> {
    const outcome = await this.outcome().catch((error: unknown) => failedOutcome(error));
    this.isOver = true;
    [...this.readers.stdout.end(), ...this.readers.stderr.end()].forEach((line) => this.shipper.add(line));
    if (this.stopped === 'disown') {
      this.shipper.flush(); // no result follows that could tell what was left out
    } else {
      this.shipper.end();
    }
    if (outcome.error?.type === 'HashMismatch') {
      this.deps.scripts.forget(this.job.hash);
    }
    const { job, stopped, source } = this;
    if (stopped === 'handBack') {
      return;
    }
    const report = this.reportEnd({
      job,
      outcome,
      time: this.deps.clock.now(),
      dropped: this.shipper.takeDropped(),
      ...(stopped ? { stopped } : {}),
      ...(source === undefined ? {} : { source }),
    });
    const { droppedLines } = this.shipper;
    this.log.info({ state: report.state, error: report.error?.type, droppedLines }, 'job ended');
  }

  private reportEnd(end: EndOfJob): UnsentReport {
    const report = resultReport(end);
    try {
      this.report(report);
      return report;
    } catch (error) {
      this.log.error({ err: error }, 'the end of a job could not be written down; it is reported as an error');
      const instead = resultReport({ ...end, outcome: unreportable(error) });
      this.report(instead);
      return instead;
    }
  }

  private ship(part: UnsentReport): void {
    try {
      this.report(part);
    } catch (error) {
      this.log.error({ err: error }, 'log lines could not be written down; they are left out');
      this.shipper.drop('NOT_STORED', (part.lines?.length ?? 0) + (part.droppedLines ?? 0));
    }
  }

  private async outcome(): Promise<JobOutcome> {
    // Whoever stops it need not wait for a source that is on its way.
    const script = await Promise.race([this.fetchScript(), this.whenStopped]);
    this.source = script?.text;
    if (script === undefined || this.stopped) {
      return {};
    }
    const { job, deps } = this;
    const { gid, nid, limits } = deps.session;
    const { guid, organization, name, path, hash, args, argsJson, roles } = job;
    const { resultBytes, messageBytes } = limits;
    this.process = await deps.runner.run(
      {
        guid,
        organization,
        name,
        path,
        hash,
        args,
        ...(argsJson === undefined ? {} : { argsJson }),
        roles,
        gid,
        nid,
        file: script.file,
        cwd: deps.workFolder,
        limits: { resultBytes, messageBytes },
      },
      {
        onStarted: (pid, at) => this.started(pid, this.deps.clock.at(at)),
        onOutput: (stream, chunk) => this.output(stream, chunk),
      }
    );
    if (this.stopped) {
      this.process.stop({ graceMs: 0, dump: false });
    }
    const outcome = await this.process.outcome;
    clearTimeout(this.timer);
    return outcome;
  }

  private async fetchScript(): Promise<CachedScript> {
    const giveUpAt = performance.now() + SOURCE_WITHIN_MS;
    for (let attempt = 0; ; attempt += 1) {
      try {
        return await this.deps.scripts.get(this.job.hash);
      } catch (error) {
        const mayRetry =
          error instanceof ControllerError && error.kind === 'retry' && !this.stopped && performance.now() < giveUpAt;
        if (!mayRetry) {
          throw error;
        }
        await sleep(backoffMs(CONTROLLER_AWAY, attempt), this.stopSignal.signal);
      }
    }
  }

  /**
   * The start is on disk before the first line of the script runs: an agent that is killed in between comes back and
   * says that the job ran. Else the controller would give it to somebody again.
   */
  private started(pid: number, time: number): void {
    const { guid, attempt } = this.job;
    this.shipper.pid = pid;
    if (this.isLeft) {
      return; // it is being killed
    }
    // Once, although it may be started again when its supervisor dies before the script runs.
    this.startWritten ??= this.deps
      .ownershipProven()
      .then(() => this.writeStart({ kind: 'started', guid, attempt, time, pid }))
      .then(() => this.deps.ownershipProven()); // again: a stalled disk may have taken as long as a lease
    this.startWritten
      .then(() => {
        if (this.stopped === 'handBack') {
          return;
        }
        this.timer ??= setTimeout(
          () => this.stop('timeout'),
          Math.min(this.job.timeoutSeconds * 1000, LONGEST_TIMER_MS)
        );
        this.process?.go();
        this.log.info({ pid }, 'job started');
      })
      .catch((error: unknown) => this.process?.lose(`its start could not be written down (${String(error)})`));
  }

  private async writeStart(start: UnsentReport): Promise<void> {
    // Given back while the controller was asked whose it is: it is somebody else's by now.
    if (this.stopped !== 'handBack') {
      this.isBegun = true;
      await this.deps.appendSafely(start);
    }
  }

  private output(stream: 'stdout' | 'stderr', chunk: Buffer): void {
    try {
      this.readers[stream].push(chunk).forEach((line) => this.shipper.add(line));
    } catch (error) {
      // Nobody above would catch it: it would end the agent, and all other jobs with it.
      this.log.error({ err: error, stream }, 'output of a job could not be read; it is left out');
      this.shipper.drop('NOT_STORED');
    }
    if (this.deps.isBehind()) {
      this.process?.pause();
      void this.deps.caughtUp().then(() => this.process?.resume());
    }
  }

  /** The outcome of a job that is no longer ours would be refused; its lines are evidence, and stored whenever they come. */
  private report(report: UnsentReport): void {
    if (!this.isLeft || report.kind === 'logs') {
      this.deps.append(report);
    }
  }

  private get isLeft(): boolean {
    return this.stopped === 'disown' || this.stopped === 'handBack';
  }
}

/** It has an end, but not one that can be passed on: the runner's limits were passed by. */
function unreportable(error: unknown): JobOutcome {
  const message = `the job ended, but what it left behind cannot be passed on (${String(error)}); expected a result nested at most ${LIMITS.jsonLevels} levels deep`;
  return failure('ResultNotJson', message);
}

/** The job never got a process. */
function failedOutcome(error: unknown): JobOutcome {
  const type =
    error instanceof HashMismatchError
      ? 'HashMismatch'
      : error instanceof ControllerError
        ? 'SourceUnavailable'
        : 'AgentFault';
  return failure(type, error instanceof Error ? error.message : String(error));
}

function failure(type: string, message: string): JobOutcome {
  return { error: { type, message, backtrace: null, file: null, line: null, function: null, code: 1 } };
}
