import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A process as the kernel tells it apart from another one that has its pid later. */
export interface ProcessId {
  pid: number;
  /** In ticks since the machine began. */
  startedAt: string;
}

interface Stat {
  state: string;
  parent: number;
  session: number;
  startedAt: string;
}

/** undefined: there is no such process. */
function statOf(pid: number): Stat | undefined {
  const fields = read(`/proc/${pid}/stat`)?.split(') ').at(-1)?.split(' ');
  return (
    fields && {
      state: fields[0] ?? '',
      parent: Number(fields[1]),
      session: Number(fields[3]),
      startedAt: fields[19] ?? '',
    }
  );
}

/** The letter that /proc has for it: T stands still, Z has ended; undefined: there is no such process. */
export function stateOf(pid: number): string | undefined {
  return statOf(pid)?.state;
}

/** It has not ended. */
export function isAlive({ pid, startedAt }: ProcessId): boolean {
  const stat = statOf(pid);
  return stat?.startedAt === startedAt && stat.state !== 'Z';
}

/**
 * Processes of jobs of agents whose temporary folder this is: neither their zygotes, which `agents` (pids) have started,
 * nor the supervisors in their sessions.
 */
export function processesOfJobs(temporary: string, agents: readonly number[]): number[] {
  const pids = readdirSync('/proc').map(Number).filter(Number.isInteger);
  const stats = new Map(pids.flatMap((pid) => (isOfRunner(pid, temporary) ? [[pid, statOf(pid)] as const] : [])));
  const zygotes = [...stats].filter(([, stat]) => agents.includes(stat?.parent ?? 0)).map(([pid]) => pid);
  return [...stats]
    .filter(([, stat]) => stat !== undefined && stat.state !== 'Z' && !zygotes.includes(stat.session))
    .map(([pid]) => pid);
}

/** What is forked has the zygote's command line, with its settings; what became another program has a job's environment. */
function isOfRunner(pid: number, temporary: string): boolean {
  const command = read(join('/proc', String(pid), 'cmdline')) ?? '';
  const environment = read(join('/proc', String(pid), 'environ')) ?? '';
  return (
    (command.includes('zygote.py') && command.includes(temporary)) ||
    (environment.includes('JUMPSCRIPT_JOB_GUID=') && environment.includes(`TMPDIR=${temporary}`))
  );
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined; // it has ended
  }
}
