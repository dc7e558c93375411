import { type Socket } from 'node:net';
import { type JobProcess, type StopOrder } from './jobProcess';
import { parseFrame } from './runnerFrame';

export interface LinkListener {
  /** Nothing of its job is left; it waits for the next one. */
  onIdle(link: SupervisorLink): void;
  /** Its process has ended; `job` is what it was doing. */
  onGone(link: SupervisorLink, job: JobProcess | undefined): void;
}

/** The agent's end of one supervisor's connection: orders go out, frames about its job come in. */
export class SupervisorLink {
  private job: JobProcess | undefined;
  private unread: Buffer[] = [];

  private readonly socket: Socket;
  private readonly listener: LinkListener;

  constructor(socket: Socket, listener: LinkListener) {
    this.socket = socket;
    this.listener = listener;
    socket.on('data', (chunk: Buffer) => this.read(chunk));
    socket.on('close', () => listener.onGone(this, this.job));
  }

  /** What it is doing; undefined: it is idle. */
  get current(): JobProcess | undefined {
    return this.job;
  }

  /** `order`: the job as JSON. */
  run(job: JobProcess, order: string): void {
    this.job = job;
    this.send(`{"run":${order}}`);
    job.given(this);
  }

  stop(order: StopOrder): void {
    this.send(JSON.stringify({ stop: order }));
  }

  /** It then kills what it runs, and ends. */
  close(): void {
    this.socket.destroy();
  }

  private send(order: string): void {
    if (this.socket.writable) {
      this.socket.write(`${order}\n`);
    }
  }

  private read(chunk: Buffer): void {
    this.unread.push(chunk);
    if (!chunk.includes(0x0a)) {
      return; // a large result arrives in many pieces
    }
    const lines = Buffer.concat(this.unread).toString('utf8').split('\n');
    const rest = lines.pop() ?? '';
    this.unread = rest === '' ? [] : [Buffer.from(rest)];
    lines.forEach((line) => this.readFrame(line));
  }

  private readFrame(line: string): void {
    const frame = line === '' ? undefined : parseFrame(line);
    if (frame === undefined) {
      return; // half a frame of a killed script
    }
    this.job?.take(frame);
    if (frame.k === 'exit') {
      this.job = undefined;
      this.listener.onIdle(this);
    }
  }
}
