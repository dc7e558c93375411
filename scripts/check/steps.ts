import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BUILD_STEPS, type BuildStep } from '../build/artefacts';
import { build } from '../build/build';
import { runCommand } from '../processes/runCommand';
import { findChromium, onPath } from './chromium';
import { countGo, countJest, countPlaywright, type Counts } from './counts';
import type { CheckStep, StepContext, StepResult } from './runSteps';

export interface Surroundings {
  root: string;
  env: NodeJS.ProcessEnv;
  /** Where reports are written. */
  scratch: string;
  /** How many there are; Jest's workers take half of them. */
  cores: number;
}

const GO_MODULES = [
  { name: 'Go plugin', folder: '.', fromRoot: '.' },
  { name: 'Go preview', folder: 'preview/backend', fromRoot: '../..' },
];

/** golangci-lint, go vet in it, at the version that tools/golangci-lint/go.mod pins. */
const golangci = (root: string): string[] => [
  'tool',
  `-modfile=${root}/tools/golangci-lint/go.mod`,
  'golangci-lint',
  'run',
  '--allow-parallel-runners',
  './...',
];

/**
 * Everything that must hold before a change lands: the longest first, so that the short ones fill the time beside it,
 * and what needs the machine to itself last.
 */
export function checkSteps(around: Surroundings): CheckStep[] {
  const command = (name: string, args: string[], more: Partial<CheckStep> = {}): CheckStep => ({
    name,
    minutes: 5,
    ...more,
    run: ({ signal }) => runPassing(around, args, signal),
  });
  const jestCores = Math.max(1, Math.floor(around.cores / 2));
  return [
    {
      name: 'tests: services',
      // Alone on a quiet machine it is the longest by far; this ends a run that hangs, not one that is slow.
      minutes: 40,
      cores: jestCores,
      run: ({ signal }) => runJest(around, 'services', signal),
    },
    command('types: services', ['npx', 'tsc', '-p', 'tsconfig.services.json']),
    command('types: plugin', ['npx', 'tsc', '-p', 'tsconfig.json', '--noEmit']),
    command('types: plugin, newest Grafana', ['npx', 'tsc', '-p', 'tsconfig.platform.json']),
    command('types: preview', ['npx', '--prefix', 'preview', 'tsc', '-p', 'preview/tsconfig.json', '--noEmit']),
    command('format', ['npx', 'prettier', '--check', '--log-level', 'warn', '**/*.{ts,tsx,js,mjs,css}']),
    command('lint', ['npx', 'eslint', '--max-warnings', '0', '.']),
    command('unused code', ['npx', 'knip']),
    ...GO_MODULES.flatMap(({ name, folder, fromRoot }) => [
      command(`lint: ${name}`, ['go', '-C', folder, ...golangci(fromRoot)], { minutes: 10 }),
      { name: `tests: ${name}`, minutes: 10, run: (context: StepContext) => runGo(around, folder, context) },
    ]),
    ...BUILD_STEPS.map((step) => buildStep(around, step)),
    { name: 'tests: plugin', minutes: 10, cores: jestCores, run: ({ signal }) => runJest(around, 'plugin', signal) },
    command('package', ['npm', 'run', '--silent', 'package', '--', '--here'], { needs: BUILD_STEPS.map(buildName) }),
    command('faults, short', ['npm', 'run', '--silent', 'faults', '--', '--jobs', '300'], { minutes: 10 }),
    {
      name: 'tests: browser',
      minutes: 10,
      needs: BUILD_STEPS.map(buildName),
      run: ({ say, signal }) => runPlaywright(around, say, signal),
    },
  ];
}

const buildName = ({ name }: BuildStep): string => `build: ${name}`;

function buildStep({ root }: Surroundings, step: BuildStep): CheckStep {
  return {
    name: buildName(step),
    minutes: 10,
    run: async ({ signal }) => {
      await build(root, () => undefined, [step], signal);
      return { passed: 1, failed: 0, output: '' };
    },
  };
}

/** Passes when its command does. */
async function runPassing({ root, env }: Surroundings, args: string[], signal: AbortSignal): Promise<StepResult> {
  const { code, output } = await runCommand(args, { cwd: root, env, signal });
  return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, output };
}

async function runGo({ root, env }: Surroundings, folder: string, { say, signal }: StepContext): Promise<StepResult> {
  let events = '';
  const race = ['cc', 'gcc', 'clang'].some((compiler) => onPath(compiler, env) !== undefined) ? ['-race'] : [];
  if (race.length === 0) {
    say('No C compiler (gcc or clang) was found, so data races are not looked for.');
  }
  const { code, output } = await runCommand(['go', '-C', folder, 'test', ...race, '-json', './...'], {
    cwd: root,
    env,
    signal,
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

async function runJest(
  { root, env, scratch }: Surroundings,
  project: string,
  signal: AbortSignal
): Promise<StepResult> {
  const report = join(scratch, `${project}.json`);
  const { code, output } = await runCommand(
    [
      'npx',
      'jest',
      '--ci',
      '--selectProjects',
      project,
      '--maxWorkers=50%',
      '--json',
      `--outputFile=${report}`,
      // Nothing is known to need it: rooms of agent, controller and contract end by themselves. It keeps a handle that a test leaves
      // from holding up a run whose report is written.
      '--forceExit',
    ],
    { cwd: root, env, signal }
  );
  return { ...reported(report, countJest, code), output };
}

async function runPlaywright(
  { root, env, scratch }: Surroundings,
  say: (message: string) => void,
  signal: AbortSignal
): Promise<StepResult> {
  const report = join(scratch, 'playwright.json');
  const CHROMIUM_PATH = await findChromium(env, root, say);
  const { code, output } = await runCommand(['npx', 'playwright', 'test', '--reporter=list,json'], {
    cwd: root,
    env: { ...env, CHROMIUM_PATH, PLAYWRIGHT_JSON_OUTPUT_NAME: report },
    signal,
  });
  return { ...reported(report, countPlaywright, code), output };
}

/** What a runner's report says; one that was killed leaves none. */
function reported(file: string, count: (report: string) => Counts, code: number): Counts {
  return atLeastOneFailure(existsSync(file) ? count(readFileSync(file, 'utf8')) : { passed: 0, failed: 1 }, code);
}

/** A runner that ended badly has failed, whatever it counted. */
function atLeastOneFailure(counts: Counts, code: number): Counts {
  return { ...counts, failed: code === 0 ? counts.failed : Math.max(1, counts.failed) };
}
