import { defineConfig } from '@playwright/test';

/**
 * Against the preview, which the global setup starts with real agents on free ports; or, with GRAFANA_URL
 * (its user and the controller: CONTRIBUTING.md), against a Grafana that runs already.
 */
export default defineConfig({
  testDir: 'tests',
  outputDir: 'test-results',
  globalSetup: './tests/stack/globalSetup.ts',
  // One stack, and tests that kill parts of it: in order, one at a time.
  workers: 1,
  fullyParallel: false,
  retries: 0,
  timeout: 120_000,
  expect: { timeout: 20_000 },
  reporter: 'list',
  use: {
    viewport: { width: 1400, height: 900 },
    timezoneId: 'UTC',
    locale: 'en-GB',
    screenshot: 'only-on-failure',
    trace: 'retain-on-failure',
    launchOptions: {
      executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
      args: ['--no-sandbox', '--disable-background-networking', '--disable-quic'],
    },
  },
});
