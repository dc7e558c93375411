const { join } = require('node:path');

const swc = [
  '@swc/jest',
  { sourceMaps: 'inline', jsc: { target: 'es2022', parser: { syntax: 'typescript', tsx: true } } },
];

/** Jest's project of what runs in Node, with a PostgreSQL for all its tests. */
module.exports = {
  displayName: 'services',
  rootDir: join(__dirname, '..', '..'),
  testEnvironment: 'node',
  roots: [
    'contract',
    'controller',
    'agent',
    'bridge',
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
};
