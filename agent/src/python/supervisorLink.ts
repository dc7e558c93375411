import { type Socket } from 'node:net';
import { FrameReader } from './frameReader';
import { type JobProcess, type StopOrder } from './jobProcess';
import {
  EXIT,
  FREE,
  frameRules,
  GO,
  MESSAGE,
  parseExit,
  parseStarted,
  RUN,
  STARTED,
  STOP,
  STREAMS,
} from './runnerFrame';

export interface LinkListener {
  /** Nothing of its job is left; it waits for the next one. */
  onIdle(link: SupervisorLink): void;
  /** It is gone, or broke the rules; `job` is what it was doing. */
  onGone(link: SupervisorLink, job: JobProcess | undefined): void;
  kill(link: SupervisorLink): void;
}

const NOTHING: ReturnType<typeof frameRules> = {};

/** The agent's end of one supervisor's connection: orders go out, frames about its job come in. */
export class SupervisorLink {
  private job: JobProcess | undefined;
  private rules = NOTHING;
  /** Its job has ended, and something that could not be killed is left of it. */
  private isStuck = false;
  private readonly reader: FrameReader;

  /** As the zygote knows it. */
  readonly number: number;
  private readonly socket: Socket;
  private readonly listener: LinkListener;

  constructor(number: number, socket: Socket, listener: LinkListener) {
    this.number = number;
    this.socket = socket;
    this.listener = listener;
    this.reader = new FrameReader({
      rule: (kind) => this.rules[kind],
      onFrame: (kind, payload) => this.read(kind, payload),
      onBroken: (reason) => this.fail(reason),
    });
    socket.on('data', (chunk: Buffer) => this.reader.push(chunk));
    socket.on('close', () => listener.onGone(this, this.job));
  }

  /** What it is doing; undefined: it is idle. */
  get current(): JobProcess | undefined {
    return this.job;
  }

  /** `order`: the job as JSON, behind a line for the supervisor; `messageBytes`: how much it may say about the end. */
  run(job: JobProcess, order: string, messageBytes: number): void {
    this.job = job;
    this.rules = frameRules(messageBytes);
    this.send(RUN, order);
    job.given(this);
  }

  go(): void {
    this.send(GO, '');
  }

  stop(order: StopOrder): void {
    this.send(STOP, JSON.stringify(order));
  }

  /** Back-pressure: its script waits in its next write. */
  pause(): void {
    this.socket.pause();
  }

  resume(): void {
    this.socket.resume();
  }

  /** Without a word to it, and with all that it leaves behind. */
  kill(): void {
    this.listener.kill(this);
  }

  /** It then kills what it runs, and ends. */
  close(): void {
    this.socket.destroy();
  }

  private send(kind: string, order: string): void {
    if (this.socket.writable) {
      const header = Buffer.alloc(5);
      header.write(kind, 0, 'latin1');
      header.writeUInt32BE(Buffer.byteLength(order), 1);
      this.socket.cork();
      this.socket.write(header);
      this.socket.write(order);
      this.socket.uncork();
    }
  }

  /** It says what no supervisor says: nothing else of it is believed, either. */
  private fail(reason: string): void {
    this.job?.broke(reason);
    this.rules = NOTHING;
    this.socket.destroy();
  }

  private read(kind: string, payload: Buffer): void {
    const stream = STREAMS[kind];
    if (stream !== undefined) {
      this.job?.takeOutput(stream, payload);
    } else if (kind === STARTED) {
      this.take(parseStarted(payload), kind, (started) => this.job?.takeStart(started));
    } else if (kind === MESSAGE) {
      this.job?.takeMessage(payload);
    } else if (kind === EXIT) {
      this.take(parseExit(payload), kind, (exit) => {
        this.isStuck = exit.unkillable.length > 0;
        this.job?.takeExit(exit);
        this.becomeIdle();
      });
    } else if (kind === FREE && this.isStuck) {
      this.isStuck = false;
      this.job?.free();
      this.becomeIdle();
    }
  }

  private take<T>(frame: T | undefined, kind: string, heed: (frame: T) => void): void {
    if (frame === undefined) {
      this.fail(`expected a frame of kind ${kind} as this agent knows it, got another one`);
    } else {
      heed(frame);
    }
  }

  private becomeIdle(): void {
    if (!this.isStuck) {
      this.job = undefined;
      this.rules = NOTHING;
      this.resume();
      this.listener.onIdle(this);
    }
  }
}
