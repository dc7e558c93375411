import { relative } from 'node:path';
import { backendName, backendStep, goPlatform } from './goBackend';

/** What is built, from what. A step runs when any of its inputs, or the step itself, changed since it last succeeded. */
export interface BuildStep {
  name: string;
  command: string[];
  env?: Record<string, string>;
  /** Files and folders, from the project's root. */
  inputs: string[];
  /** All must exist for the step to count as done. */
  outputs: string[];
}

/** This machine. */
export const HERE = goPlatform(process.platform, process.arch);
export const BACKEND = `dist/datasource/${backendName(HERE)}`;
export const PREVIEW_BACKEND = 'preview/bin/preview-backend';
/** A Go module of its own. */
const PREVIEW_BACKEND_SOURCE = 'preview/backend';

export const BUILD_STEPS: readonly BuildStep[] = [
  {
    name: 'plugin (webpack)',
    command: ['npx', 'webpack', '-c', './webpack.config.ts', '--env', 'production', '--no-stats'],
    inputs: [
      'src',
      'contract/src',
      '.config',
      'webpack.config.ts',
      'package.json',
      'README.md',
      'CHANGELOG.md',
      'LICENSE',
      'package-lock.json',
    ],
    outputs: ['dist/module.js', 'dist/datasource/module.js'],
  },
  backendStep('data source backend (Go)', HERE),
  {
    name: 'preview backend (Go)',
    command: [
      'go',
      'build',
      '-C',
      PREVIEW_BACKEND_SOURCE,
      '-tags',
      'arrow_json_stdlib',
      '-trimpath',
      '-ldflags',
      '-s -w',
      '-o',
      relative(PREVIEW_BACKEND_SOURCE, PREVIEW_BACKEND),
      '.',
    ],
    env: { CGO_ENABLED: '0' },
    inputs: [PREVIEW_BACKEND_SOURCE],
    outputs: [PREVIEW_BACKEND],
  },
  {
    name: 'preview',
    command: ['npm', '--prefix', 'preview', 'run', '--silent', 'build'],
    inputs: ['preview/src', 'preview/package.json', 'preview/package-lock.json'],
    outputs: ['preview/dist'],
  },
];
