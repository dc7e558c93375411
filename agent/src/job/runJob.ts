import { once } from 'node:events';
import { type Logger } from 'pino';
import { type Assignment, type RegisterResponse, type UnsentReport } from '@openvcloud/contract';
import { type JobClock } from '../wire/controllerClock';
import { type JobListener, type JobOutcome, type JobProcess, type RunnerJob } from '../python/jobProcess';
import { type OutputStream } from '../output/outputReader';
import { failedOutcome, unreportable } from './failedOutcome';
import { fetchScript } from './fetchScript';
import { JobOutput } from './jobOutput';
import { resultReport, type EndOfJob } from './resultReport';
import { type CachedScript } from './scriptCache';
import { type StopReason } from './stopReason';
import { describeUnkillable } from './unkillable';

export interface RunJobDeps {
  session: Pick<RegisterResponse, 'gid' | 'nid' | 'limits'>;
  /** Of this job: all its times are of one clock, whatever happens to others. */
  clock: JobClock;
  workFolder: string;
  scripts: { get(hash: string): Promise<CachedScript>; forget(hash: string): void };
  runner: { run(job: RunnerJob, listener: JobListener): Promise<JobProcess> };
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
  private readonly output: JobOutput;
  private readonly log: Logger;

  private readonly job: Assignment;
  private readonly deps: RunJobDeps;

  constructor(job: Assignment, deps: RunJobDeps) {
    this.job = job;
    this.deps = deps;
    this.log = deps.log.child({ guid: job.guid, jumpscript: `${job.organization}:${job.name}` });
    this.output = new JobOutput(job, {
      limits: deps.session.limits,
      clock: deps.clock,
      isFull: () => deps.isFull(),
      append: (report) => this.report(report),
      log: this.log,
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
    this.noteWhatIsOdd(outcome);
    this.output.end(this.stopped !== 'disown');
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
      dropped: this.output.takeDropped(),
      ...(stopped ? { stopped } : {}),
      ...(source === undefined ? {} : { source }),
    });
    const { droppedLines } = this.output;
    this.log.info({ state: report.state, error: report.error?.type, droppedLines }, 'job ended');
  }

  /** Resolves when nothing of the job is left: with its end, but for processes that could not be killed. */
  async freed(): Promise<void> {
    await this.process?.freed;
  }

  private noteWhatIsOdd({ exit, unkillable = exit?.unkillable ?? [] }: JobOutcome): void {
    if (exit !== undefined && exit.ignored > 0) {
      this.output.note(
        `${exit.ignored} packets on the channel of the job's end were no message of the job's own process; they were ignored`
      );
    }
    if (exit?.folderLeft) {
      this.output.note(`its working folder could not be removed: ${exit.folderLeft}`);
      this.log.warn({ why: exit.folderLeft }, 'the working folder of a job could not be removed');
    }
    if (unkillable.length > 0) {
      const left = describeUnkillable(unkillable);
      this.output.note(left);
      this.log.error({ unkillable }, `processes of the job ${left}; its worker is not given out again before they end`);
      void this.freed().then(() => this.log.warn({ unkillable }, 'the processes that could not be killed have ended'));
    }
  }

  private reportEnd(end: EndOfJob): ReturnType<typeof resultReport> {
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
        onOutput: (stream, chunk) => this.take(stream, chunk),
      }
    );
    if (this.stopped) {
      this.process.stop({ graceMs: 0, dump: false });
    }
    const outcome = await this.process.outcome;
    clearTimeout(this.timer);
    return outcome;
  }

  private fetchScript(): Promise<CachedScript> {
    return fetchScript(() => this.deps.scripts.get(this.job.hash), this.stopSignal.signal);
  }

  /**
   * The start is on disk before the first line of the script runs: an agent that is killed in between comes back and
   * says that the job ran. Else the controller would give it to somebody again.
   */
  private started(pid: number, time: number): void {
    const { guid, attempt } = this.job;
    this.output.startedAs(pid);
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

  private take(stream: OutputStream, chunk: Buffer): void {
    this.output.push(stream, chunk);
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
