import { spawn, type ChildProcess } from 'node:child_process';
import { createWriteStream, mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { signalGroup } from './endGroup';
import { endWithUs } from './endWithUs';

export interface ServiceSpec {
  name: string;
  command: readonly string[];
  env: Record<string, string>;
  cwd: string;
  logFile: string;
  /** How long it may take to end by itself after SIGTERM. */
  stopSeconds: number;
  /** When somebody kills it on purpose, more deaths are no sign of a fault. */
  maxRestartsPerMinute?: number;
}

export interface Service {
  name: string;
  pid: () => number | undefined;
  /** When the process began, epoch milliseconds. */
  startedAt: () => number;
  /** Rejects when the service keeps dying; never resolves. */
  failed: Promise<never>;
  stop: () => Promise<void>;
}

/** A service that dies this often within a minute is broken, not unlucky. */
const MAX_RESTARTS_PER_MINUTE = 5;

/** Controller and agent end so when a setting is wrong: starting them again would not mend it. */
const EXIT_SETTINGS = 2;

/**
 * Runs a service and starts it again when it dies: that is what an init system does in production, and what makes
 * "kill -9 the controller" a thing one can try. Each service leads its own process group, so that Ctrl-C in the
 * terminal reaches only the supervisor, which then stops the services in order.
 */
export function supervise(spec: ServiceSpec, say: (message: string) => void): Service {
  mkdirSync(dirname(spec.logFile), { recursive: true });
  const deaths: number[] = [];
  let child: ChildProcess | undefined;
  let startedAt = 0;
  let isStopping = false;
  let fail: (error: Error) => void;
  const failed = new Promise<never>((_, reject) => {
    fail = reject;
  });
  failed.catch(() => undefined);

  const start = (): void => {
    const [program = '', ...args] = spec.command;
    const log = createWriteStream(spec.logFile, { flags: 'a' });
    startedAt = Date.now();
    const running = spawn(program, args, {
      cwd: spec.cwd,
      env: spec.env,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    child = running;
    endWithUs(running);
    running.stdout.pipe(log, { end: false });
    running.stderr.pipe(log, { end: false });
    running.on('error', (error) => fail(new Error(`${spec.name} could not be started: ${error.message}`)));
    running.on('close', (code, signal) => {
      log.end();
      if (!isStopping) {
        restart(code, signal);
      }
    });
  };

  const restart = (code: number | null, signal: string | null): void => {
    const now = Date.now();
    deaths.push(now);
    const how = signal ? `was killed by ${signal}` : `ended with exit code ${code}`;
    if (
      deaths.filter((time) => now - time < 60_000).length > (spec.maxRestartsPerMinute ?? MAX_RESTARTS_PER_MINUTE) ||
      code === EXIT_SETTINGS
    ) {
      fail(new Error(`${spec.name} ${how}. The end of ${spec.logFile}:\n${lastLines(spec.logFile)}`));
      return;
    }
    say(`${spec.name} ${how}; starting it again (log: ${spec.logFile})`);
    setTimeout(() => isStopping || start(), 500);
  };

  start();
  return {
    name: spec.name,
    pid: () => child?.pid,
    startedAt: () => startedAt,
    failed,
    stop: () => {
      isStopping = true;
      return child ? stopGroup(child, spec.stopSeconds) : Promise.resolve();
    },
  };
}

/** SIGTERM to the service, then SIGKILL to whatever is left of its group. */
async function stopGroup(child: ChildProcess, stopSeconds: number): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) {
    return;
  }
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill('SIGTERM');
  const timer = setTimeout(() => signalGroup(child.pid, 'SIGKILL'), stopSeconds * 1000);
  await ended;
  clearTimeout(timer);
  signalGroup(child.pid, 'SIGKILL');
}

/** The end of a log without its routine: pino's lines below "warn" say what went well. */
function lastLines(file: string): string {
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
  return lines
    .filter((line) => !/^\{"level":[123]0,/.test(line))
    .slice(-8)
    .join('\n');
}
