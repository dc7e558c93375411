import { type Socket } from 'node:net';
import { type Logger } from 'pino';
import { JobProcess, type JobListener, type RunnerJob } from './jobProcess';
import { isOutputStream } from '../output/outputReader';
import { parseJsonObject } from '../wire/parseJsonObject';
import { SupervisorLink, type LinkListener } from './supervisorLink';

const MAX_HELLO_BYTES = 1024;
/** A job that so many supervisors did not survive, before its script ran, is not given to another one. */
const MOST_TRIES = 3;
/** One that was asked for and has not come after this long is not counted on. */
const ARRIVES_WITHIN_MS = 10_000;

interface Task {
  job: JobProcess;
  guid: string;
  /** As JSON, without its key. */
  order: string;
  tries: number;
  /** Whose output a connection brings. Used once: what a dead supervisor still opens belongs to nobody. */
  key: string;
}

/**
 * Gives jobs to supervisors: to idle ones first, else to new ones that the zygote is asked to fork. It asks for one only
 * when more jobs wait than are on their way, since one that becomes idle may be quicker; what is too many is let go.
 */
export class Supervisors implements LinkListener {
  private readonly links = new Set<SupervisorLink>();
  private readonly idle: SupervisorLink[] = [];
  private readonly waiting: Task[] = [];
  private readonly tasks = new Map<JobProcess, Task>();
  private readonly byKey = new Map<string, JobProcess>();
  /** When those were asked for that have not arrived. */
  private asked: number[] = [];
  private nextKey = 1;

  private readonly fork: (count: number) => void;
  private readonly most: number;
  private readonly log: Logger;
  private readonly now: () => number;

  constructor(fork: (count: number) => void, most: number, log: Logger, now = () => performance.now()) {
    this.fork = fork;
    this.most = most;
    this.log = log;
    this.now = now;
  }

  run(order: Omit<RunnerJob, 'key'>, listener: JobListener): JobProcess {
    // First: args that have no form in JSON are an error of this job, before a supervisor is taken for it.
    const text = JSON.stringify(order);
    const job = new JobProcess(listener);
    const task: Task = { job, guid: order.guid, order: text, tries: 0, key: '' };
    this.tasks.set(job, task);
    void job.outcome.then(() => this.forget(task));
    this.assign(task);
    return job;
  }

  /** A connection opens with one line that says whose it is. */
  greet(socket: Socket): void {
    let hello: Buffer = Buffer.alloc(0);
    socket.on('error', () => socket.destroy());
    const onData = (chunk: Buffer): void => {
      hello = hello.length === 0 ? chunk : Buffer.concat([hello, chunk]);
      const end = hello.indexOf(0x0a);
      if (end === -1) {
        if (hello.length > MAX_HELLO_BYTES) {
          socket.destroy();
        }
        return;
      }
      socket.off('data', onData);
      socket.pause();
      if (hello.length > end + 1) {
        socket.unshift(hello.subarray(end + 1));
      }
      this.connected(socket, parseJsonObject(hello.toString('utf8', 0, end)));
      socket.resume();
    };
    socket.on('data', onData);
  }

  onIdle(link: SupervisorLink): void {
    const next = this.waiting.shift();
    if (next) {
      this.give(next, link);
    } else if (this.useful > this.most) {
      this.links.delete(link);
      link.close();
    } else {
      this.idle.push(link);
    }
  }

  onGone(link: SupervisorLink, job: JobProcess | undefined): void {
    this.links.delete(link);
    const place = this.idle.indexOf(link);
    if (place !== -1) {
      this.idle.splice(place, 1);
    }
    const task = job && this.tasks.get(job);
    if (!job || !task) {
      return;
    }
    if (job.isUntouched && task.tries < MOST_TRIES) {
      this.log.warn({ guid: task.guid }, 'a supervisor ended before its script ran; another one gets the job');
      this.byKey.delete(task.key);
      job.takenBack();
      this.waiting.push(task); // for a new one: what killed this one may be killing the idle ones too
      this.forkMissing();
    } else {
      job.loseSupervisor();
    }
  }

  /** The zygote is gone, and the supervisors with it; those that run a job say so themselves. */
  zygoteEnded(reason: string): void {
    this.asked = [];
    this.tasks.forEach(({ job }) => job.zygoteEnded(reason));
  }

  zygoteStarted(): void {
    this.asked = [];
    this.forkMissing();
  }

  /** How many jobs wait for a supervisor that the zygote should have forked. */
  get wanted(): number {
    return this.waiting.length;
  }

  /** No process could be made for the job that has waited longest. */
  forkFailed(message: string): void {
    this.asked.shift();
    this.waiting.shift()?.job.lose(`no process could be made for it (${message})`);
  }

  close(): void {
    this.links.forEach((link) => link.close());
  }

  /** All but those that are stuck with a job that was given up. */
  private get useful(): number {
    return [...this.links].filter(({ current }) => current === undefined || this.tasks.has(current)).length;
  }

  private assign(task: Task): void {
    const link = this.idle.pop();
    if (link) {
      this.give(task, link);
    } else {
      this.waiting.push(task);
      this.forkMissing();
    }
  }

  private forkMissing(): void {
    const now = this.now();
    this.asked = this.asked.filter((time) => now - time < ARRIVES_WITHIN_MS);
    const missing = this.waiting.length - this.asked.length;
    if (missing > 0) {
      this.asked.push(...Array.from({ length: missing }, () => now));
      this.fork(missing);
    }
  }

  private give(task: Task, link: SupervisorLink): void {
    task.key = String(this.nextKey++);
    task.tries += 1;
    this.byKey.set(task.key, task.job);
    link.run(task.job, `${task.order.slice(0, -1)},"key":"${task.key}"}`);
  }

  private forget(task: Task): void {
    this.tasks.delete(task.job);
    this.byKey.delete(task.key);
    const place = this.waiting.indexOf(task);
    if (place !== -1) {
      this.waiting.splice(place, 1);
    }
  }

  private connected(socket: Socket, { kind, key }: Record<string, unknown>): void {
    if (kind === 'supervisor') {
      const link = new SupervisorLink(socket, this);
      this.links.add(link);
      this.asked.shift();
      this.onIdle(link);
      return;
    }
    const job = typeof key === 'string' ? this.byKey.get(key) : undefined;
    if (!job || !isOutputStream(kind)) {
      socket.destroy(); // given up meanwhile; the script takes the closed connection as the end
      return;
    }
    job.attach(kind, socket);
  }
}
