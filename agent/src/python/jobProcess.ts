import { type Socket } from 'node:net';
import { type JsonValue } from '@openvcloud/contract';
import { type ExitFrame, type RunnerFrame, type ScriptError } from './runnerFrame';
import { type OutputStream } from '../output/outputReader';

/** How a job's processes ended. Without `exit` the runner itself was lost, and `lost` says how. */
export interface JobOutcome {
  result?: { value: JsonValue; json?: string; truncatedFrom?: number };
  error?: ScriptError;
  exit?: ExitFrame;
  lost?: string;
}

/** What a supervisor is told about a job. */
export interface RunnerJob {
  key: string;
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

/** Whoever can pass a stop order on to the job's processes. */
interface StopSender {
  stop(order: StopOrder): void;
}

/** The kill is the kernel's; past this the job is given up as unkillable (stuck in a driver, say). */
const UNKILLABLE_AFTER_MS = 10_000;
const START_WITHIN_MS = 30_000;
/** A supervisor may say that it was orphaned before it is known here how the zygote ended. */
const REASON_WITHIN_MS = 1000;
const GO = '\n';

/** The agent's end of one job's processes: frames and two streams, and an outcome once all of them have ended. */
export class JobProcess {
  readonly outcome: Promise<JobOutcome>;
  private readonly streams = new Map<OutputStream, Socket>();
  /** Also those that are still on their way: the exit may be heard before their first byte. */
  private readonly open = new Set<OutputStream>(['stdout', 'stderr']);
  private readonly ended: JobOutcome = {};
  private supervisor: StopSender | undefined;
  private pid: number | undefined;
  private order: StopOrder | undefined;
  private isPaused = false;
  private mayRun = false;
  private timer: NodeJS.Timeout;
  private resolve: (outcome: JobOutcome) => void = () => undefined;

  private readonly listener: JobListener;

  constructor(listener: JobListener) {
    this.listener = listener;
    this.outcome = new Promise((resolve) => (this.resolve = resolve));
    this.timer = setTimeout(
      () => this.lose('its process did not start in time; the machine may be overloaded'),
      START_WITHIN_MS
    );
  }

  /** A supervisor has the job now. */
  given(supervisor: StopSender): void {
    this.supervisor = supervisor;
    if (this.order) {
      supervisor.stop(this.order);
    }
  }

  /** No line of its script can have run: it waits for go(). */
  get isUntouched(): boolean {
    return !this.mayRun && !this.order;
  }

  /** Its supervisor is gone; the script process, should there be one, ends when the connection it waits on does. */
  takenBack(): void {
    const sockets = [...this.streams.values()];
    this.streams.clear();
    sockets.forEach((socket) => socket.destroy());
    this.supervisor = undefined;
    this.pid = undefined;
  }

  attach(stream: OutputStream, socket: Socket): void {
    this.streams.set(stream, socket);
    socket.on('data', (chunk: Buffer) => this.listener.onOutput(stream, chunk));
    socket.on('close', () => this.closed(stream, socket));
    if (stream === 'stdout' && this.mayRun) {
      socket.write(GO);
    }
    if (this.isPaused) {
      socket.pause();
    }
  }

  take(frame: RunnerFrame): void {
    switch (frame.k) {
      case 'started':
        clearTimeout(this.timer);
        this.pid = frame.pid;
        this.listener.onStarted(frame.pid, frame.at);
        break;
      case 'result':
        // What a script returns while it is being stopped does not undo the stop.
        if (this.order) {
          break;
        }
        this.ended.result = {
          value: frame.value,
          ...(frame.json === undefined ? {} : { json: frame.json }),
          ...(frame.truncatedFrom === undefined ? {} : { truncatedFrom: frame.truncatedFrom }),
        };
        break;
      case 'error':
        this.ended.error = frame.error;
        break;
      case 'exit':
        this.ended.exit = frame;
        this.supervisor = undefined;
        this.finishWhenAllEnded();
    }
  }

  /** The script process has said that it started, and waits for this before it runs action(). */
  go(): void {
    this.mayRun = true;
    const socket = this.streams.get('stdout');
    if (socket?.writable) {
      socket.write(GO);
    }
  }

  /** TERM to the whole group, KILL after the grace; with a dump of where it hung when that is wanted. */
  stop(order: StopOrder): void {
    if (this.order) {
      return;
    }
    this.order = order;
    this.supervisor?.stop(order);
    // What was held back by pause() must be read, else the connections never end.
    this.resume();
    clearTimeout(this.timer);
    this.timer = setTimeout(
      () => this.lose('it could not be killed; look for a process in state D'),
      order.graceMs + UNKILLABLE_AFTER_MS
    );
  }

  /** Back-pressure: the script waits in its next write until resume(). */
  pause(): void {
    if (!this.order) {
      this.isPaused = true;
      this.streams.forEach((socket) => socket.pause());
    }
  }

  resume(): void {
    this.isPaused = false;
    this.streams.forEach((socket) => socket.resume());
  }

  lose(reason: string): void {
    this.ended.lost ??= reason;
    const sockets = [...this.streams.values()];
    this.streams.clear();
    sockets.forEach((socket) => socket.destroy());
    this.finish();
  }

  /** Nobody is left who would kill what the job started. */
  loseSupervisor(): void {
    if (this.pid !== undefined && !this.ended.exit) {
      killGroup(this.pid);
    }
    this.lose('its supervisor process ended before it did (killed by somebody?); its process group was killed');
  }

  /** The zygote ended, and with it every supervisor: each says so of its job, if it has one. */
  zygoteEnded(reason: string): void {
    if (this.supervisor || this.ended.exit?.orphaned) {
      this.ended.lost ??= reason;
      this.finishWhenAllEnded();
    }
  }

  private closed(stream: OutputStream, socket: Socket): void {
    if (this.streams.get(stream) === socket) {
      this.open.delete(stream);
      this.finishWhenAllEnded();
    }
  }

  private finishWhenAllEnded(): void {
    const { exit, lost } = this.ended;
    if (!exit || this.open.size > 0) {
      return;
    }
    if (exit.orphaned && lost === undefined) {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.finish(), REASON_WITHIN_MS);
    } else {
      this.finish();
    }
  }

  private finish(): void {
    clearTimeout(this.timer);
    this.resolve(this.ended);
  }
}

function killGroup(leader: number): void {
  try {
    process.kill(-leader, 'SIGKILL');
  } catch {
    // ESRCH: the kernel has already killed it, as it does when a supervisor ends
  }
}
