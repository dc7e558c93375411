import { timeTable } from './timeTable';

it('lists the steps in the order they began, with their seconds, and the total', () => {
  const report = { passed: 1, failed: 0, output: '' };
  expect(
    timeTable(
      [
        { ...report, name: 'lint', startSeconds: 4.04, seconds: 40 },
        { ...report, name: 'tests: services', startSeconds: 0, seconds: 301.26, passed: 2888, failed: 2 },
      ],
      301.3
    ).split('\n')
  ).toEqual([
    'step            began s  took s  passed  failed',
    'tests: services     0.0   301.3    2888       2',
    'lint                4.0    40.0       1       0',
    'total                     301.3',
  ]);
});
