import { randomBytes } from 'node:crypto';
import { type Socket } from 'node:net';
import { type Logger } from 'pino';
import { JobProcess, type JobListener, type RunnerJob } from './jobProcess';
import { Reception } from './reception';
import { mostMessageBytes, type Unkillable } from './runnerFrame';
import { SupervisorLink, type LinkListener } from './supervisorLink';

/** A job that so many supervisors did not survive, before its script ran, is not given to another one. */
const MOST_TRIES = 3;
/** One that was asked for and has not come after this long is not counted on. */
const ARRIVES_WITHIN_MS = 10_000;
const TOKEN_BYTES = 24;

/** What the zygote is told. `token`: what a supervisor proves itself with, once. */
export type ZygoteOrder = { fork: number; token: string } | { kill: number };

interface Task {
  job: JobProcess;
  guid: string;
  /** As JSON, behind a line for the supervisor. */
  order: string;
  messageBytes: number;
  tries: number;
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
  /** By number of a supervisor that is gone: the job whose processes the zygote is killing. */
  private readonly unswept = new Map<number, { job: JobProcess; guid: string }>();
  /** Those that have not arrived, by token. */
  private readonly asked = new Map<string, { number: number; at: number }>();
  private nextNumber = 1;
  private readonly reception = new Reception((token, socket) => this.welcome(token, socket));

  private readonly tellZygote: (orders: ZygoteOrder[]) => void;
  private readonly most: number;
  private readonly log: Logger;
  private readonly now: () => number;

  constructor(tellZygote: (orders: ZygoteOrder[]) => void, most: number, log: Logger, now = () => performance.now()) {
    this.tellZygote = tellZygote;
    this.most = most;
    this.log = log;
    this.now = now;
  }

  run(order: RunnerJob, listener: JobListener): JobProcess {
    // First: args that have no form in JSON are an error of this job, before a supervisor is taken for it.
    const text = JSON.stringify(order);
    const messageBytes = mostMessageBytes(order.limits.resultBytes);
    const settings = JSON.stringify({ cwd: order.cwd, messageBytes });
    const job = new JobProcess(listener);
    const task: Task = { job, guid: order.guid, order: `${settings}\n${text}`, messageBytes, tries: 0 };
    this.tasks.set(job, task);
    void job.outcome.then(() => this.forget(task));
    this.assign(task);
    return job;
  }

  /** Somebody connects. */
  greet(socket: Socket): void {
    this.reception.greet(socket);
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
    if (!job) {
      return;
    }
    this.kill(link); // it may be there still: it broke the rules, or closed its connection
    const task = this.tasks.get(job);
    if (task && job.isUntouched && task.tries < MOST_TRIES) {
      this.log.warn({ guid: task.guid }, 'a supervisor ended before its script ran; another one gets the job');
      job.takenBack();
      this.waiting.push(task); // for a new one: what killed this one may be killing the idle ones too
      this.forkMissing();
    } else {
      this.unswept.set(link.number, { job, guid: task?.guid ?? '' });
      job.loseSupervisor();
    }
  }

  kill(link: SupervisorLink): void {
    this.tellZygote([{ kill: link.number }]);
  }

  /** A supervisor has ended, and the zygote has killed what it left, but those. */
  swept(number: number, unkillable: Unkillable): void {
    const left = this.unswept.get(number);
    left?.job.swept(unkillable);
    if (unkillable.length === 0) {
      this.unswept.delete(number);
    } else {
      this.log.error({ guid: left?.guid, unkillable }, 'processes that a supervisor left could not be killed');
    }
  }

  /** The zygote is gone, and the supervisors with it; those that run a job say so themselves. */
  zygoteEnded(reason: string): void {
    this.asked.clear();
    this.unswept.forEach(({ job }) => {
      job.finishUnseen();
      job.free();
    });
    this.unswept.clear();
    this.tasks.forEach(({ job }) => job.zygoteEnded(reason));
  }

  zygoteStarted(): void {
    this.asked.clear();
    this.forkMissing();
  }

  /** How many jobs wait for a supervisor that the zygote should have forked. */
  get wanted(): number {
    return this.waiting.length;
  }

  /** No process could be made for the job that has waited longest. `number`: of the supervisor that was asked for. */
  forkFailed(message: string, number?: number): void {
    const failed = [...this.asked].find(([, one]) => number === undefined || one.number === number);
    if (failed) {
      this.asked.delete(failed[0]);
    }
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
    const expected = [...this.asked.values()].filter(({ at }) => now - at < ARRIVES_WITHIN_MS).length;
    const missing = Math.max(0, this.waiting.length - expected);
    const forks = Array.from({ length: missing }, () => {
      const token = randomBytes(TOKEN_BYTES).toString('hex');
      const number = this.nextNumber++;
      this.asked.set(token, { number, at: now });
      return { fork: number, token };
    });
    if (forks.length > 0) {
      this.tellZygote(forks);
    }
  }

  private give(task: Task, link: SupervisorLink): void {
    task.tries += 1;
    link.run(task.job, task.order, task.messageBytes);
  }

  private forget(task: Task): void {
    this.tasks.delete(task.job);
    const place = this.waiting.indexOf(task);
    if (place !== -1) {
      this.waiting.splice(place, 1);
    }
  }

  private welcome(token: string, socket: Socket): boolean {
    const asked = this.asked.get(token);
    if (!asked) {
      this.log.warn(
        'a connection without a valid token was refused: it is none of the supervisors that were asked for'
      );
      return false;
    }
    this.asked.delete(token);
    const link = new SupervisorLink(asked.number, socket, this);
    this.links.add(link);
    this.onIdle(link);
    return true;
  }
}
