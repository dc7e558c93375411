import { countGo, countJest, countPlaywright } from './counts';

it("reads Jest's report, and counts a suite that did not load", () => {
  expect(countJest('{"numPassedTests":7,"numFailedTests":0,"numFailedTestSuites":1}')).toEqual({
    passed: 7,
    failed: 1,
  });
  expect(countJest('{"numPassedTests":7,"numFailedTests":3,"numFailedTestSuites":1}')).toEqual({
    passed: 7,
    failed: 3,
  });
});

it("reads Go's events, and counts a package that did not build", () => {
  const line = (event: object): string => JSON.stringify(event);
  const tests = [
    line({ Action: 'pass', Test: 'TestA' }),
    'noise',
    line({ Action: 'fail', Test: 'TestB' }),
    line({ Action: 'fail' }),
  ];
  expect(countGo(tests.join('\n'))).toEqual({ passed: 1, failed: 1 });
  expect(countGo(line({ Action: 'fail' }))).toEqual({ passed: 0, failed: 1 });
});

it("reads Playwright's report, and takes no flaky test for a pass", () => {
  expect(countPlaywright('{"stats":{"expected":4,"unexpected":1,"flaky":1}}')).toEqual({ passed: 4, failed: 2 });
});
