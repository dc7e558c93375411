import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'eslint/config';
import tseslint from '@typescript-eslint/eslint-plugin';
import importX from 'eslint-plugin-import-x';
import jsxA11y from 'eslint-plugin-jsx-a11y';
import { createTypeScriptImportResolver } from 'eslint-import-resolver-typescript';
import baseConfig from './.config/eslint.config.mjs';
import { floorZones, neighbourZones, parts, partZones } from './scripts/lint/boundaries.mjs';

const root = dirname(fileURLToPath(import.meta.url));
const TYPESCRIPT = ['**/*.ts', '**/*.tsx'];
const TESTS = ['**/*.test.ts', '**/*.test.tsx', '**/testing/**'];

const { files: schemaFree } = parts(root).find(({ name }) => name === 'src');
const contractTypesOnly = {
  regex: `^@openvcloud/contract(?!/src/(${schemaFree.join('|')})$)`,
  allowTypeImports: true,
  message: `Plugin bundles take types only from the contract, or its schema-free files ${schemaFree.join(', ')}.`,
};

/**
 * Lists whose scroll box takes the focus and the keys for its rows, as a grid with aria-activedescendant does, and texts
 * that can be scrolled or explained by keyboard only with a tab stop: these rules know neither.
 */
const KEYS_OF_A_BOX = [
  'src/columnFilter/SuggestionList.tsx',
  'src/jsonTree/JsonTreeRow.tsx',
  'src/panels/jobDetails/{ErrorSection,JobTime}.tsx',
  'src/panels/jobLogs/LogList.tsx',
  'src/panels/jobsTable/{JobCardsView,JobsTableView}.tsx',
];

const restrictPaths = (zones) => ({ 'import-x/no-restricted-paths': ['error', { basePath: root, zones }] });

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
    files: TYPESCRIPT,
    plugins: { '@typescript-eslint': tseslint, 'import-x': importX },
    settings: {
      'import-x/resolver-next': [createTypeScriptImportResolver({ project: 'tsconfig.services.json' })],
      'import-x/extensions': ['.ts', '.tsx'],
      'import-x/parsers': { '@typescript-eslint/parser': ['.ts', '.tsx'] },
    },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      // TypeScript checks it, and knows that a type may share its schema's name.
      'no-redeclare': 'off',
      complexity: ['error', 11],
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
      ...restrictPaths(partZones(root)),
    },
  },
  { files: ['src/**/*.tsx'], ignores: TESTS, ...jsxA11y.flatConfigs.recommended },
  {
    files: KEYS_OF_A_BOX,
    rules: {
      'jsx-a11y/click-events-have-key-events': 'off',
      'jsx-a11y/interactive-supports-focus': 'off',
      'jsx-a11y/no-noninteractive-element-interactions': 'off',
      'jsx-a11y/no-noninteractive-tabindex': 'off',
    },
  },
  { files: TESTS, rules: { 'max-lines': 'off' } },
  { files: ['tests/**'], rules: { 'max-lines': 'off' } },
  {
    files: TYPESCRIPT,
    // Nobody imports a test, and tests may use rooms above the one they are in.
    ignores: TESTS,
    rules: {
      'import-x/no-cycle': 'error',
      ...restrictPaths([
        ...partZones(root),
        ...floorZones(root, 'controller/src', 'ARCHITECTURE.md', "The controller's rooms"),
        ...floorZones(root, 'agent/src', 'agent/README.md', 'Rooms'),
        ...neighbourZones(root, 'src/panels'),
      ]),
    },
  },
  {
    files: ['src/**/*.{ts,tsx}'],
    rules: {
      'no-console': 'error',
      '@typescript-eslint/no-restricted-imports': ['error', { patterns: [contractTypesOnly] }],
    },
  },
]);
