import { spawn } from 'node:child_process';
import { endGroup } from './endGroup';
import { endWithUs } from './endWithUs';

export interface CommandResult {
  code: number;
  /** stdout and stderr as they came, the last 200 kB of them. */
  output: string;
}

export interface CommandOptions {
  cwd: string;
  env?: NodeJS.ProcessEnv;
  /** Sees everything as it comes. */
  onOutput?: (text: string) => void;
  /** Ends the command, and whatever it started in its process group. */
  signal?: AbortSignal;
}

const KEPT_BYTES = 200_000;

/** Runs a command to its end, without a shell and without stdin, in a process group of its own. */
export function runCommand(
  [program, ...args]: readonly string[],
  { cwd, env = process.env, onOutput, signal }: CommandOptions
): Promise<CommandResult> {
  if (program === undefined) {
    throw new Error('runCommand: expected a program and its arguments, got an empty list');
  }
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    endWithUs(child);
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8');
      stream.on('data', (text: string) => {
        output = (output + text).slice(-KEPT_BYTES);
        onOutput?.(text);
      });
    }
    const stop = (): void => endGroup(child);
    signal?.addEventListener('abort', stop, { once: true });
    child.on('error', reject);
    child.on('close', (code, killedBy) => {
      signal?.removeEventListener('abort', stop);
      resolve({ code: code ?? (killedBy ? 1 : 0), output });
    });
  });
}
