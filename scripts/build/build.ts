import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand } from '../processes/runCommand';
import { BUILD_STEPS, type BuildStep } from './artefacts';
import { fingerprint } from './fingerprint';

/**
 * Builds what is not up to date, in order. Says what it does and how long it took.
 * @throws Error with the failed step's output.
 */
export async function build(
  root: string,
  say: (message: string) => void,
  steps: readonly BuildStep[] = BUILD_STEPS,
  signal?: AbortSignal
): Promise<void> {
  for (const step of steps) {
    const stamp = join(root, '.cache', `${step.name.replace(/\W+/g, '-')}.stamp`);
    const current = `${JSON.stringify(step)} ${fingerprint(root, step.inputs)}`;
    if (isUpToDate(root, step, stamp, current)) {
      continue;
    }
    say(`Building ${step.name}...`);
    const started = Date.now();
    const { code, output } = await runCommand(step.command, {
      cwd: root,
      env: { ...process.env, ...step.env },
      signal,
    });
    if (code !== 0) {
      throw new Error(
        `Building ${step.name} failed: ${step.command.join(' ')} ended with exit code ${code}.\n${output}`
      );
    }
    mkdirSync(join(root, '.cache'), { recursive: true });
    writeFileSync(stamp, current);
    say(`Built ${step.name} in ${Math.round((Date.now() - started) / 1000)} s`);
  }
}

function isUpToDate(root: string, step: BuildStep, stamp: string, current: string): boolean {
  return (
    step.outputs.every((output) => existsSync(join(root, output))) &&
    existsSync(stamp) &&
    readFileSync(stamp, 'utf8') === current
  );
}
