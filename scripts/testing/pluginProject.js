const { join } = require('node:path');
const grafana = require('../../.config/jest.config.js');
const { grafanaESModules, nodeModulesToTransform } = require('../../.config/jest/utils.js');

/** Jest's project of the plugin: in jsdom, with Grafana's own set-up. */
module.exports = {
  ...grafana,
  displayName: 'plugin',
  rootDir: join(__dirname, '..', '..'),
  // What else is below the root may be built or packed while these run.
  roots: ['<rootDir>/src', '<rootDir>/contract'],
  setupFilesAfterEnv: ['<rootDir>/jest-setup.js'],
  // d3-color of the 12.4.10 set is an .mjs file.
  transform: { '^.+\\.(m?[jt]s|[jt]sx)$': grafana.transform['^.+\\.(t|j)sx?$'] },
  transformIgnorePatterns: [nodeModulesToTransform([...grafanaESModules, '@openvcloud'])],
  moduleNameMapper: { ...grafana.moduleNameMapper, '^@openvcloud/contract/(.*)$': '<rootDir>/contract/$1' },
};
