import { type Socket } from 'node:net';
import { type JsonValue } from '@openvcloud/contract';
import { parseFrame, type ExitFrame, type ScriptError } from './runnerFrame';
import { type OutputStream } from './outputReader';

/** How a job's processes ended. Without `exit` the runner itself was lost, and `lost` says how. */
export interface JobOutcome {
  result?: { value: JsonValue; json?: string; truncatedFrom?: number };
  error?: ScriptError;
  exit?: ExitFrame;
  lost?: string;
}

/** What the runner is told about a job: one line of JSON to the zygote. */
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
  onStarted(pid: number, time: number): void;
  onOutput(stream: OutputStream, chunk: Buffer): void;
}

export interface StopOrder {
  graceMs: number;
  dump: boolean;
}

export type ConnectionKind = 'control' | OutputStream;

/** The kill is the kernel's; past this the job is given up as unkillable (stuck in a driver, say). */
const UNKILLABLE_AFTER_MS = 10_000;
const CONNECT_WITHIN_MS = 30_000;
const GO = '\n';

/** The agent's end of one job's processes: three connections, and an outcome once all of them have ended. */
export class JobProcess {
  readonly outcome: Promise<JobOutcome>;
  private readonly open = new Set<ConnectionKind>(['control', 'stdout', 'stderr']);
  private readonly sockets = new Map<ConnectionKind, Socket>();
  private readonly ended: JobOutcome = {};
  private control: Buffer[] = [];
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
      CONNECT_WITHIN_MS
    );
  }

  attach(kind: ConnectionKind, socket: Socket): void {
    clearTimeout(this.timer);
    this.sockets.set(kind, socket);
    socket.on('data', (chunk: Buffer) =>
      kind === 'control' ? this.readControl(chunk) : this.listener.onOutput(kind, chunk)
    );
    socket.on('close', () => this.closed(kind));
    if (kind === 'stdout' && this.mayRun) {
      socket.write(GO);
    }
    if (kind === 'control' && this.order) {
      this.send(this.order);
    } else if (kind !== 'control' && this.isPaused) {
      socket.pause();
    }
  }

  /** The script process has said that it started, and waits for this before it runs action(). */
  go(): void {
    this.mayRun = true;
    const socket = this.sockets.get('stdout');
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
    this.send(order);
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
      this.outputs().forEach((socket) => socket.pause());
    }
  }

  resume(): void {
    this.isPaused = false;
    this.outputs().forEach((socket) => socket.resume());
  }

  lose(reason: string): void {
    this.ended.lost ??= reason;
    this.sockets.forEach((socket) => socket.destroy());
    this.finish();
  }

  /** The zygote ended: a job that has not connected yet never will. */
  zygoteEnded(reason: string): void {
    this.ended.lost ??= reason;
    if (this.sockets.size < 3) {
      this.lose(reason);
    }
  }

  private outputs(): Socket[] {
    return [...this.sockets].filter(([kind]) => kind !== 'control').map(([, socket]) => socket);
  }

  private send(order: StopOrder): void {
    const socket = this.sockets.get('control');
    if (socket?.writable) {
      socket.write(`${JSON.stringify({ stop: order })}\n`);
    }
  }

  private readControl(chunk: Buffer): void {
    this.control.push(chunk);
    if (!chunk.includes(0x0a)) {
      return; // a large result arrives in many pieces
    }
    const lines = Buffer.concat(this.control).toString('utf8').split('\n');
    const rest = lines.pop() ?? '';
    this.control = rest === '' ? [] : [Buffer.from(rest)];
    lines.forEach((line) => this.readFrame(line));
  }

  private readFrame(line: string): void {
    const frame = parseFrame(line);
    switch (frame?.k) {
      case 'started':
        this.listener.onStarted(frame.pid, frame.time);
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
        break;
      default: // half a frame of a killed script
    }
  }

  private closed(kind: ConnectionKind): void {
    this.open.delete(kind);
    if (this.open.size === 0) {
      this.finish();
    }
  }

  private finish(): void {
    clearTimeout(this.timer);
    if (!this.ended.exit) {
      this.ended.lost ??= 'its supervisor ended without a word';
    }
    this.resolve(this.ended);
  }
}
