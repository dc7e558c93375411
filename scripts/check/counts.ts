/** What a test runner's own report says. */
export interface Counts {
  passed: number;
  failed: number;
}

interface JestReport {
  numPassedTests: number;
  numFailedTests: number;
  numFailedTestSuites: number;
}

/** Jest's --json report. A suite that could not even load counts as one failure. */
export function countJest(report: string): Counts {
  const { numPassedTests, numFailedTests, numFailedTestSuites } = JSON.parse(report) as JestReport;
  return { passed: numPassedTests, failed: Math.max(numFailedTests, numFailedTestSuites) };
}

interface GoEvent {
  Action?: string;
  Test?: string;
}

/** `go test -json`: one JSON event a line; a package that fails without a failed test (it did not build) counts as one. */
export function countGo(output: string): Counts {
  const events = output
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as GoEvent);
  const count = (action: string, isTest: boolean): number =>
    events.filter((event) => event.Action === action && (event.Test !== undefined) === isTest).length;
  return { passed: count('pass', true), failed: count('fail', true) || count('fail', false) };
}

interface PlaywrightReport {
  stats: { expected: number; unexpected: number; flaky: number };
}

/** Playwright's JSON report. A flaky test is no pass: here nothing is retried. */
export function countPlaywright(report: string): Counts {
  const { stats } = JSON.parse(report) as PlaywrightReport;
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky };
}
