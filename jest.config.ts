import type { Config } from 'jest';
import grafana from './.config/jest.config.js';
import { grafanaESModules, nodeModulesToTransform } from './.config/jest/utils.js';

// Times in tests are read as UTC wherever they run.
process.env.TZ = 'UTC';

const swc = [
  '@swc/jest',
  { sourceMaps: 'inline', jsc: { target: 'es2022', parser: { syntax: 'typescript', tsx: true } } },
];

/** The plugin runs in jsdom with Grafana's own set-up; contract, controller, agent and dashboards run in Node. */
const config: Config = {
  projects: [
    {
      ...grafana,
      displayName: 'plugin',
      rootDir: __dirname,
      // What else is below the root may be built or packed while these run.
      roots: ['<rootDir>/src', '<rootDir>/contract'],
      setupFilesAfterEnv: ['<rootDir>/jest-setup.js'],
      // d3-color of the 12.4.10 set is an .mjs file.
      transform: { '^.+\\.(m?[jt]s|[jt]sx)$': grafana.transform['^.+\\.(t|j)sx?$'] },
      transformIgnorePatterns: [nodeModulesToTransform([...grafanaESModules, '@openvcloud'])],
      moduleNameMapper: { ...grafana.moduleNameMapper, '^@openvcloud/contract/(.*)$': '<rootDir>/contract/$1' },
    },
    {
      displayName: 'services',
      rootDir: __dirname,
      testEnvironment: 'node',
      roots: [
        'contract',
        'controller',
        'agent',
        'settings',
        'dashboards',
        'scripts',
        'bench',
        'faults',
        'preview/src',
      ].map((folder) => `<rootDir>/${folder}`),
      testMatch: ['**/*.test.ts'],
      globalSetup: '<rootDir>/scripts/testing/startDatabase.js',
      globalTeardown: '<rootDir>/scripts/testing/stopDatabase.js',
      setupFilesAfterEnv: ['<rootDir>/scripts/testing/testTimeout.js'],
      transform: { '^.+\\.ts$': swc, '/(cookie|otlp-exporter-base)/.+\\.js$': swc },
      // Fastify's light-my-request loads an ESM-only `cookie`; OpenTelemetry's exporter loads `http` by import(), which Jest lacks.
      transformIgnorePatterns: ['/node_modules/(?!(cookie|@opentelemetry/otlp-exporter-base)/)'],
      moduleNameMapper: {
        '^@openvcloud/contract$': '<rootDir>/contract/index.ts',
        '^@openvcloud/settings$': '<rootDir>/settings/src/index.ts',
        '^@openvcloud/contract/(.*)$': '<rootDir>/contract/$1',
      },
    },
  ],
};

export default config;
