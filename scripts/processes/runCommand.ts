import { spawn } from 'node:child_process';

export interface CommandResult {
  code: number;
  /** stdout and stderr as they came, the last 200 kB of them. */
  output: string;
}

const KEPT_BYTES = 200_000;

/** Runs a command to its end, without a shell and without stdin. `onOutput` sees everything as it comes. */
export function runCommand(
  [program, ...args]: readonly string[],
  options: { cwd: string; env?: NodeJS.ProcessEnv; onOutput?: (text: string) => void }
): Promise<CommandResult> {
  if (program === undefined) {
    throw new Error('runCommand: expected a program and its arguments, got an empty list');
  }
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd: options.cwd,
      env: options.env ?? process.env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8');
      stream.on('data', (text: string) => {
        output = (output + text).slice(-KEPT_BYTES);
        options.onOutput?.(text);
      });
    }
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ code: code ?? (signal ? 1 : 0), output }));
  });
}
