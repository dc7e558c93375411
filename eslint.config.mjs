import { defineConfig } from 'eslint/config';
import tseslint from '@typescript-eslint/eslint-plugin';
import baseConfig from './.config/eslint.config.mjs';

/** Which part may import which: the table of ARCHITECTURE.md, as lint. */
const forbid = (patterns) => ({ 'no-restricted-imports': ['error', { patterns }] });
const contractTypesOnly = {
  regex: '^@openvcloud/contract(?!/src/(droppedLines|filter|jobState|limits|logLevel|queueName)$)',
  allowTypeImports: true,
  message:
    'Plugin bundles take types only from the contract, or its schema-free files droppedLines, filter, jobState, limits, logLevel and queueName.',
};

export default defineConfig([
  {
    ignores: [
      '**/node_modules/',
      '**/dist/',
      '**/coverage/',
      '.data/',
      'preview/',
      '.config/',
      'playwright-report/',
      'test-results/',
    ],
  },
  ...baseConfig,
  {
    files: ['**/*.ts', '**/*.tsx'],
    plugins: { '@typescript-eslint': tseslint },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      // TypeScript checks it, and knows that a type may share its schema's name.
      'no-redeclare': 'off',
      complexity: ['error', 15],
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
    },
  },
  { files: ['**/*.test.ts', '**/*.test.tsx', 'tests/**'], rules: { 'max-lines': 'off' } },
  {
    files: ['src/**/*.{ts,tsx}'],
    rules: {
      'no-console': 'error',
      '@typescript-eslint/no-restricted-imports': ['error', { patterns: [contractTypesOnly] }],
    },
  },
  {
    files: ['agent/**'],
    rules: forbid([
      {
        group: ['**/controller/**', '@openvcloud/controller'],
        message: 'Agents know the controller by its HTTP API only.',
      },
    ]),
  },
  {
    files: ['controller/**'],
    rules: forbid([
      { group: ['**/agent/src/**', '@openvcloud/agent'], message: 'The controller knows agents by the HTTP API only.' },
    ]),
  },
  {
    files: ['src/panels/*/**'],
    rules: forbid([
      {
        group: ['../../panels/*', '../jobsTable/*', '../jobDetails/*', '../jumpscript/*', '../jobLogs/*'],
        message: 'Panels never import each other; share a subject folder in src/.',
      },
    ]),
  },
]);
