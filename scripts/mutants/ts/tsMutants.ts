import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import type { MutatedModule } from '../mutatedModule';
import type { CoreModule } from './coreModules';
import { type Mutant, toMutatedModules } from './toMutatedModules';

/** What the tests need of the repository; Stryker links node_modules by itself. */
const COPIED = ['agent', 'contract', 'controller', 'settings', 'src', 'scripts', 'pkg', '.config'];
const COPIED_FILES = ['package.json', 'jest-setup.js', 'tsconfig*.json', 'ARCHITECTURE.md'];

/**
 * Changes the modules one place at a time in a copy, and runs the test of each for each change. Rejects when tests fail
 * before anything is changed.
 */
export async function mutateTypeScript(root: string, modules: readonly CoreModule[]): Promise<MutatedModule[]> {
  const found: MutatedModule[] = [];
  for (const project of ['services', 'plugin'] as const) {
    const those = modules.filter((module) => module.project === project);
    if (those.length > 0) {
      const mutants = await runStryker(project, those);
      const named = mutants.map((mutant) => ({ ...mutant, fileName: relative(root, mutant.fileName) }));
      found.push(...toMutatedModules(those, named, (source) => readFileSync(join(root, source), 'utf8')));
    }
  }
  return found;
}

async function runStryker(project: CoreModule['project'], modules: readonly CoreModule[]): Promise<Mutant[]> {
  const { Stryker } = await import('@stryker-mutator/core');
  const scratch = mkdtempSync(join(tmpdir(), 'mutants-ts-'));
  try {
    return await new Stryker({
      mutate: modules.map(({ source }) => source),
      ignorePatterns: ['*', ...COPIED.map((folder) => `!${folder}/**/*`), ...COPIED_FILES.map((file) => `!${file}`)],
      tempDirName: scratch,
      cleanTempDir: 'always',
      disableTypeChecks: false,
      plugins: ['@stryker-mutator/jest-runner'],
      testRunner: 'jest',
      jest: {
        projectType: 'custom',
        configFile: `scripts/testing/${project}Project.js`,
        config: {
          // No core module asks a database.
          globalSetup: null,
          globalTeardown: null,
          // A test is in the folder of its module.
          roots: [...new Set(modules.map(({ source }) => `<rootDir>/${source.split('/')[0]}`))],
          testMatch: [...new Set(modules.map(({ test }) => `<rootDir>/${test}`))],
        },
        enableFindRelatedTests: true,
      },
      coverageAnalysis: 'perTest',
      concurrency: availableParallelism(),
      reporters: ['progress-append-only'],
      logLevel: 'error',
      fileLogLevel: 'off',
    } as ConstructorParameters<typeof Stryker>[0]).runMutationTest();
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}
