import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { ConfigError } from '@openvcloud/settings';
import { type Logger } from 'pino';
import { type JobListener, type JobProcess, type RunnerJob } from './jobProcess';
import { type JobLimits } from './jobLimits';
import { logConfinement } from './confinement';
import { parseJsonObject } from '../wire/parseJsonObject';
import { readUnkillable } from './runnerFrame';
import { Supervisors, type ZygoteOrder } from './supervisors';

const ZYGOTE_SCRIPT = resolve(__dirname, '../../runner/zygote.py');
const READY_WITHIN_MS = 30_000;

/** The only variables a JumpScript sees of the agent's environment: never a token, never a database address. */
const PASSED_ON = [
  'PATH',
  'HOME',
  'USER',
  'LOGNAME',
  'SHELL',
  'LANG',
  'LANGUAGE',
  'LC_ALL',
  'LC_CTYPE',
  'TZ',
  'TMPDIR',
  'PYENV_VERSION',
  'PYENV_ROOT',
  'VIRTUAL_ENV',
];

/** Whose JumpScripts are, and what they may. */
interface RunAs {
  /** "user" or "user:group"; undefined: they run as the agent does. */
  runAs: string | undefined;
  workFolder: string;
  /** Files that this user must not be able to read. */
  secrets: string[];
  limits: JobLimits;
  /** "auto", "no" or the folder of a cgroup. */
  cgroup: string;
}

export interface RunnerPython {
  /** As 3.11.7. */
  version: string;
  path: string;
}

/** Python cannot be used at all: nothing this agent is given would run. */
export class RunnerError extends Error {}

/** Keeps one warm Python process alive and starts jobs in it; a new one is started when it dies. */
export class Zygote {
  private folder: string | undefined;
  private readonly supervisors: Supervisors;
  private server: Server | undefined;
  private child: ChildProcess | undefined;
  private starting: Promise<void> | undefined;
  private isStopped = false;
  /** It has said so. */
  private isReady = false;

  private found: RunnerPython | undefined;

  private readonly command: string;
  private readonly runAs: RunAs;
  private readonly env: Readonly<Record<string, string | undefined>>;
  private readonly log: Logger;

  /**
   * @param command what starts Python
   * @param workers how many jobs run at the same time */
  constructor(
    command: string,
    runAs: RunAs,
    workers: number,
    env: Readonly<Record<string, string | undefined>>,
    log: Logger
  ) {
    this.command = command;
    this.runAs = runAs;
    this.env = env;
    this.log = log;
    this.supervisors = new Supervisors((orders) => this.tell(orders), workers, log);
  }

  /** What its jobs run in; undefined before it has started. */
  get python(): RunnerPython | undefined {
    return this.found;
  }

  get pid(): number | undefined {
    return this.child?.pid;
  }

  async start(): Promise<void> {
    const server = createServer((socket) => this.supervisors.greet(socket));
    this.server = server;
    this.folder ??= mkdtempSync(join(tmpdir(), 'jobs-agent-'));
    const socketPath = join(this.folder, 'jobs.sock');
    await new Promise<void>((done, failed) => server.once('error', failed).listen(socketPath, done));
    await this.ready();
  }

  async run(job: RunnerJob, listener: JobListener): Promise<JobProcess> {
    await this.ready();
    return this.supervisors.run(job, listener);
  }

  stop(): void {
    this.isStopped = true;
    this.child?.stdin?.end();
    this.supervisors.close();
    this.server?.close();
    if (this.folder !== undefined) {
      rmSync(this.folder, { recursive: true, force: true });
    }
  }

  private tell(orders: ZygoteOrder[]): void {
    if (this.child === undefined) {
      this.startAgain(); // it asks again for those that are missing
    } else {
      this.child.stdin?.write(orders.map(orderLine).join(''));
      this.child.kill('SIGCONT'); // a script of the same user may have stopped it
    }
  }

  private startAgain(): void {
    this.ready().catch((error: unknown) => this.supervisors.forkFailed(String(error)));
  }

  private ready(): Promise<void> {
    this.starting ??= this.launch();
    return this.starting;
  }

  private launch(): Promise<void> {
    const env = Object.fromEntries(
      PASSED_ON.flatMap((key) => (this.env[key] === undefined ? [] : [[key, this.env[key]]]))
    );
    // Its own session: Ctrl-C in the agent's terminal is for the agent, which then decides about the jobs.
    const settings = JSON.stringify({
      ...this.runAs,
      runAs: this.runAs.runAs ?? null,
      socket: join(this.folder ?? '', 'jobs.sock'),
    });
    const child = spawn(this.command, ['-S', ZYGOTE_SCRIPT, settings], {
      stdio: ['pipe', 'pipe', 'pipe'],
      env,
      detached: true,
    });
    this.child = child;
    child.stdin.on('error', () => undefined); // its exit says more
    createInterface({ input: child.stderr }).on('line', (line) =>
      this.log.error({ line }, 'the Python runner reports a fault')
    );
    return new Promise((done, failed) => {
      const timer = setTimeout(
        () =>
          failed(new RunnerError(`AGENT_PYTHON: "${this.command}" did not start within ${READY_WITHIN_MS / 1000} s`)),
        READY_WITHIN_MS
      );
      child.once('error', (error) =>
        failed(
          new ConfigError(
            `AGENT_PYTHON: cannot start "${this.command}" (${error.message}); install Python 3.9 or newer, or set AGENT_PYTHON to its path`
          )
        )
      );
      child.once('exit', (code, signal) => {
        clearTimeout(timer);
        const how = signal ? `killed by ${signal}` : `exit code ${code}`;
        failed(this.endedAtOnce(how, signal !== null));
        this.exited(child, how);
      });
      createInterface({ input: child.stdout }).on('line', (line) => {
        const said = parseJsonObject(line);
        if (said['ready'] === true) {
          clearTimeout(timer);
          this.isReady = true;
          this.found = { version: String(said['python']), path: String(said['path']) };
          this.log.info(
            { python: this.found, zygotePid: child.pid, limits: this.runAs.limits },
            'Python runner is ready; each job has these limits'
          );
          logConfinement(said['cgroup'], this.log);
          this.warnOfLeft(said['left']);
          this.supervisors.zygoteStarted();
          done();
        } else if (typeof said['refused'] === 'string') {
          failed(
            new ConfigError(`AGENT_PYTHON: ${said['refused']}, but "${this.command}" is ${String(said['python'])}`)
          );
        } else if (typeof said['cannotRunAs'] === 'string') {
          failed(new ConfigError(`AGENT_RUN_AS: ${said['cannotRunAs']}`));
        } else if (typeof said['cannotUseCgroup'] === 'string') {
          failed(new ConfigError(`AGENT_CGROUP: ${said['cannotUseCgroup']}`));
        } else if (typeof said['forkFailed'] === 'string') {
          this.supervisors.forkFailed(said['forkFailed'], Number(said['number']));
        } else if (typeof said['swept'] === 'number') {
          this.supervisors.swept(said['swept'], readUnkillable(said['unkillable']));
        }
      });
    });
  }

  private warnOfLeft(left: unknown): void {
    if (Array.isArray(left) && left.length > 0) {
      this.log.warn({ left: left.map(String) }, 'working folders of former jobs could not be removed');
    }
  }

  /** Somebody may kill it (too little memory, say); what ends by itself is no Python. */
  private endedAtOnce(how: string, isKilled: boolean): Error {
    const got = `"${this.command}", which ended at once (${how})`;
    return isKilled
      ? new RunnerError(`AGENT_PYTHON: expected a Python that runs, got ${got}`)
      : new ConfigError(
          `AGENT_PYTHON: expected Python 3.9 or newer, got ${got}; what it said, if anything, is in the log. Set AGENT_PYTHON to the path of one`
        );
  }

  private exited(child: ChildProcess, how: string): void {
    if (this.child !== child || this.isStopped) {
      return;
    }
    if (this.isReady) {
      this.log.error({ how }, 'the Python runner ended; the jobs it ran are lost, a new one is started');
    }
    this.child = undefined;
    this.starting = undefined;
    this.isReady = false;
    this.supervisors.zygoteEnded(`the Python runner process ended (${how}) while it ran`);
    if (this.supervisors.wanted > 0) {
      this.startAgain();
    }
  }
}

function orderLine(order: ZygoteOrder): string {
  return 'fork' in order ? `fork ${order.fork} ${order.token}\n` : `kill ${order.kill}\n`;
}
