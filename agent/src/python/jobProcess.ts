import { type JsonValue } from '@openvcloud/contract';
import { parseMessage, type ExitFrame, type ScriptError, type Unkillable } from './runnerFrame';
import { type OutputStream } from '../output/outputReader';

/** How a job's processes ended. Without `exit` the runner itself was lost, and `lost` says how. */
export interface JobOutcome {
  result?: { value: JsonValue; json?: string; truncatedFrom?: number };
  error?: ScriptError;
  exit?: ExitFrame;
  lost?: string;
  /** What came that cannot have come from the runner, and what was expected. */
  fault?: string;
  /** Processes of it that could not be killed. */
  unkillable?: Unkillable;
}

/** What a script's process is told about its job. */
export interface RunnerJob {
  guid: string;
  organization: string;
  name: string;
  path: string;
  file: string;
  hash: string;
  args: JsonValue;
  /** JSON text to be read instead of args. */
  argsJson?: string;
  gid: number;
  nid: number;
  roles: string[];
  cwd: string;
  limits: { resultBytes: number; messageBytes: number };
}

export interface JobListener {
  /** `at`: what the monotonic clock showed, in ms. */
  onStarted(pid: number, at: number): void;
  onOutput(stream: OutputStream, chunk: Buffer): void;
}

export interface StopOrder {
  graceMs: number;
  dump: boolean;
}

/** Whoever has the job's processes. */
interface JobHolder {
  go(): void;
  stop(order: StopOrder): void;
  pause(): void;
  resume(): void;
  /** Kill it, and with it the processes. */
  kill(): void;
}

/** Past the grace a supervisor needs a moment for the dump, and waits some seconds for what it killed. */
const STOPPED_AFTER_MS = 10_000;
const START_WITHIN_MS = 30_000;
/** The zygote waits some seconds for what it killed, too. */
const SWEPT_AFTER_MS = 12_000;
/** A supervisor may say that it was orphaned before it is known here how the zygote ended. */
const REASON_WITHIN_MS = 1000;

/** The agent's end of one job's processes, and an outcome once all of them have ended. */
export class JobProcess {
  readonly outcome: Promise<JobOutcome>;
  /** Resolves when nothing of it is left: with the outcome, or later when something could not be killed. */
  readonly freed: Promise<void>;
  private readonly ended: JobOutcome = {};
  private holder: JobHolder | undefined;
  private order: StopOrder | undefined;
  private isPaused = false;
  private mayRun = false;
  /** It has its outcome; something that could not be killed may be left. */
  private isOver = false;
  private timer: NodeJS.Timeout;
  private resolve: (outcome: JobOutcome) => void = () => undefined;
  private resolveFreed: () => void = () => undefined;

  private readonly listener: JobListener;

  constructor(listener: JobListener) {
    this.listener = listener;
    this.outcome = new Promise((resolve) => (this.resolve = resolve));
    this.freed = new Promise((resolve) => (this.resolveFreed = resolve));
    this.timer = setTimeout(
      () => this.lose('its process did not start in time; the machine may be overloaded'),
      START_WITHIN_MS
    );
  }

  /** A supervisor has the job now. */
  given(holder: JobHolder): void {
    this.holder = holder;
    if (this.isPaused) {
      holder.pause();
    }
    if (this.order) {
      holder.stop(this.order);
    }
  }

  /** No line of its script can have run: it waits for go(). */
  get isUntouched(): boolean {
    return !this.mayRun && !this.order && this.ended.lost === undefined;
  }

  /** Its supervisor is gone; the script's process, should there be one, ends when the channel it waits on does. */
  takenBack(): void {
    this.holder = undefined;
  }

  takeStart({ pid, at }: { pid: number; at: number }): void {
    clearTimeout(this.timer);
    this.listener.onStarted(pid, at);
  }

  takeOutput(stream: OutputStream, chunk: Buffer): void {
    this.listener.onOutput(stream, chunk);
  }

  /** How the script's own process says that it ended. */
  takeMessage(payload: Buffer): void {
    const message = parseMessage(payload);
    if (message === undefined) {
      this.ended.fault = `expected a result or an error as JSON, got ${payload.length} other bytes`;
    } else if (message.k === 'error') {
      this.ended.error = message.error;
    } else if (!this.order) {
      // What a script returns while it is being stopped does not undo the stop.
      const { value, json, truncatedFrom } = message;
      this.ended.result = {
        value,
        ...(json === undefined ? {} : { json }),
        ...(truncatedFrom === undefined ? {} : { truncatedFrom }),
      };
    }
  }

  takeExit(exit: ExitFrame): void {
    this.ended.exit = exit;
    this.holder = undefined;
    this.leaves(exit.unkillable);
    if (exit.orphaned && this.ended.lost === undefined) {
      this.within(REASON_WITHIN_MS, () => this.finish());
    } else {
      this.finish();
    }
  }

  /** The script's process waits for this before it runs action(). */
  go(): void {
    this.mayRun = true;
    this.holder?.go();
  }

  /** TERM to the whole group, KILL after the grace; with a dump of where it hung when that is wanted. */
  stop(order: StopOrder): void {
    if (this.order) {
      return;
    }
    this.order = order;
    this.holder?.stop(order);
    // What was held back by pause() must be read, else the end is never heard of.
    this.resume();
    this.within(order.graceMs + STOPPED_AFTER_MS, () =>
      this.lose('its supervisor did not answer the order to stop it, and was killed')
    );
  }

  /** Back-pressure: the script waits in its next write until resume(). */
  pause(): void {
    if (!this.order) {
      this.isPaused = true;
      this.holder?.pause();
    }
  }

  resume(): void {
    this.isPaused = false;
    this.holder?.resume();
  }

  /** Whatever there is of it is killed; then the job ends for this reason. */
  lose(reason: string): void {
    this.ended.lost ??= reason;
    if (this.holder === undefined) {
      this.free();
      this.finish();
      return;
    }
    this.holder.kill();
    this.within(SWEPT_AFTER_MS, () => this.finishUnseen());
  }

  /** Its supervisor said what no supervisor says. */
  broke(reason: string): void {
    this.ended.fault = reason;
  }

  /** Its supervisor has ended, or is being killed: the zygote kills what is left, and then says so. */
  loseSupervisor(): void {
    this.ended.lost ??= 'its supervisor process ended before it did (killed by somebody?)';
    this.within(SWEPT_AFTER_MS, () => this.finishUnseen());
  }

  /** The zygote has killed what its supervisor left, but those. */
  swept(unkillable: Unkillable): void {
    this.holder = undefined;
    this.ended.unkillable ??= unkillable;
    this.leaves(unkillable);
    this.finish();
  }

  /** Nothing is left of it. */
  free(): void {
    this.resolveFreed();
  }

  /** The zygote ended, and with it every supervisor: each says so of its job, if it has one. */
  zygoteEnded(reason: string): void {
    if (this.holder || this.ended.exit?.orphaned) {
      this.ended.lost ??= reason;
      if (this.ended.exit) {
        this.finish();
      }
    }
  }

  /** Nobody can say what became of its processes. */
  finishUnseen(): void {
    this.ended.lost = `${this.ended.lost ?? ''}; whether its processes ended could not be found out`;
    this.finish();
  }

  private leaves(unkillable: Unkillable): void {
    if (unkillable.length === 0) {
      this.free();
    }
  }

  private within(ms: number, giveUp: () => void): void {
    clearTimeout(this.timer);
    if (!this.isOver) {
      this.timer = setTimeout(giveUp, ms);
    }
  }

  private finish(): void {
    this.isOver = true;
    clearTimeout(this.timer);
    this.resolve(this.ended);
  }
}
