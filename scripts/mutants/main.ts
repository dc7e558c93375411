import { join } from 'node:path';
import { runCommand } from '../processes/runCommand';
import { mutantArgs, type Language } from './mutantArgs';
import { mutantTable } from './mutantTable';
import { type MutatedModule, score } from './mutatedModule';
import { mutatePython } from './python/pythonMutants';
import { coreModules } from './ts/coreModules';
import { mutateTypeScript } from './ts/tsMutants';

const ROOT = join(__dirname, '..', '..');
const say = (text: string): void => void process.stdout.write(text);

/** `npm run mutants`: changes the core one place at a time, and fails when too much of it goes unnoticed by the tests. */
async function main(args: readonly string[]): Promise<void> {
  const { languages, prefixes, least } = mutantArgs(args);
  const modules = coreModules(prefixes);
  const judges: Record<Language, () => Promise<boolean>> = {
    go: () => judgeGo(least),
    python: async () => {
      const found: MutatedModule[] = [];
      await mutatePython((module) => found.push(module));
      return judge(found, least);
    },
    ts: async () => judge(await mutateTypeScript(ROOT, modules), least),
  };
  for (const language of languages) {
    say(`== ${language}\n`);
    if (!(await judges[language]())) {
      process.exitCode = 1;
    }
  }
}

async function judgeGo(least: number): Promise<boolean> {
  const command = ['go', '-C', 'tools/mutants', 'run', '.', '-least', String(least)];
  return (await runCommand(command, { cwd: ROOT, onOutput: say })).code === 0;
}

function judge(modules: readonly MutatedModule[], least: number): boolean {
  say(mutantTable(modules));
  const noticed = score(modules);
  if (noticed < least) {
    say(`expected at least ${least} % of the changes to be noticed, got ${noticed.toFixed(1)} %\n`);
  }
  return noticed >= least;
}

process.chdir(ROOT);
main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
