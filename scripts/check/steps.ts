import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from '../build/build';
import { runCommand } from '../processes/runCommand';
import { findChromium } from './chromium';
import { countGo, countJest, countPlaywright, type Counts } from './counts';

export interface CheckContext {
  root: string;
  env: NodeJS.ProcessEnv;
  /** Where reports are written. */
  scratch: string;
  say: (message: string) => void;
}

export interface CheckStep {
  name: string;
  run: (context: CheckContext) => Promise<StepResult>;
}

export interface StepResult extends Counts {
  /** Shown when something failed. */
  output: string;
}

/** Everything that must hold before a change lands, cheapest first. */
export const CHECK_STEPS: readonly CheckStep[] = [
  command('types: services', ['npx', 'tsc', '-p', 'tsconfig.services.json']),
  command('types: plugin', ['npx', 'tsc', '-p', 'tsconfig.json', '--noEmit']),
  command('types: preview', ['npx', '--prefix', 'preview', 'tsc', '-p', 'preview/tsconfig.json', '--noEmit']),
  command('lint', ['npx', 'eslint', '--max-warnings', '0', '.']),
  command('unused code', ['npx', 'knip']),
  command('go vet', ['go', 'vet', './...']),
  { name: 'build', run: runBuild },
  command('package', ['npm', 'run', '--silent', 'package']),
  { name: 'Go tests', run: runGo },
  { name: 'TypeScript tests', run: runJest },
  command('faults, short', ['npm', 'run', '--silent', 'faults', '--', '--jobs', '300']),
  { name: 'browser tests', run: runPlaywright },
];

/** A step that passes when its command does. */
function command(name: string, args: string[]): CheckStep {
  return {
    name,
    run: async ({ root, env }) => {
      const { code, output } = await runCommand(args, { cwd: root, env });
      return { ...passOrFail(code === 0), output };
    },
  };
}

function passOrFail(isGood: boolean): Counts {
  return isGood ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

async function runBuild({ root, say }: CheckContext): Promise<StepResult> {
  await build(root, say);
  return { passed: 1, failed: 0, output: '' };
}

async function runGo({ root, env }: CheckContext): Promise<StepResult> {
  let events = '';
  const { code, output } = await runCommand(['go', 'test', '-json', './...'], {
    cwd: root,
    env,
    onOutput: (text) => (events += text),
  });
  return { ...atLeastOneFailure(countGo(events), code), output: readableGo(output) };
}

function readableGo(output: string): string {
  return output
    .split('\n')
    .map((line) => (line.startsWith('{') ? ((JSON.parse(line) as { Output?: string }).Output ?? '') : `${line}\n`))
    .join('');
}

async function runJest({ root, env, scratch }: CheckContext): Promise<StepResult> {
  const report = join(scratch, 'jest.json');
  const { code, output } = await runCommand(
    ['npx', 'jest', '--ci', '--json', `--outputFile=${report}`, '--forceExit'],
    { cwd: root, env }
  );
  return { ...atLeastOneFailure(countJest(readFileSync(report, 'utf8')), code), output };
}

async function runPlaywright({ root, env, scratch, say }: CheckContext): Promise<StepResult> {
  const report = join(scratch, 'playwright.json');
  const CHROMIUM_PATH = await findChromium(env, root, say);
  const { code, output } = await runCommand(['npx', 'playwright', 'test', '--reporter=list,json'], {
    cwd: root,
    env: { ...env, CHROMIUM_PATH, PLAYWRIGHT_JSON_OUTPUT_NAME: report },
  });
  return { ...atLeastOneFailure(countPlaywright(readFileSync(report, 'utf8')), code), output };
}

/** A runner that ended badly has failed, whatever it counted. */
function atLeastOneFailure(counts: Counts, code: number): Counts {
  return { ...counts, failed: code === 0 ? counts.failed : Math.max(1, counts.failed) };
}
