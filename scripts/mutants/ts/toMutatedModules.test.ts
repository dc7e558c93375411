import { toMutatedModules } from './toMutatedModules';

const RETRY = { source: 'jobs/retry.ts', test: 'jobs/retry.test.ts', project: 'services' } as const;
const TEXT = 'const most = 3;\nexport function mayRetry(attempt: number) {\n  return attempt < most;\n}\n';

const at = (start: [number, number], end: [number, number]) => ({
  start: { line: start[0], column: start[1] },
  end: { line: end[0], column: end[1] },
});

const mutant = (status: string) => ({
  fileName: RETRY.source,
  location: at([3, 10], [3, 24]),
  replacement: 'attempt <= most',
  status,
});

const judged = (...mutants: Array<ReturnType<typeof mutant>>) => toMutatedModules([RETRY], mutants, () => TEXT);

describe('what Stryker found', () => {
  it.each(['Killed', 'Timeout', 'RuntimeError'])('is noticed when it is %s', (status) => {
    expect(judged(mutant(status))).toEqual([{ module: 'jobs/retry.ts', killed: 1, survived: [] }]);
  });

  it.each(['Survived', 'NoCoverage'])(
    'is not when it is %s: what was written there, and to what it was changed',
    (status) => {
      expect(judged(mutant(status))).toEqual([
        {
          module: 'jobs/retry.ts',
          killed: 0,
          survived: [{ line: 3, source: 'attempt < most', what: 'attempt <= most', reason: undefined }],
        },
      ]);
    }
  );

  it('is in the order of the lines, also where it covers several', () => {
    const body = { ...mutant('Survived'), location: at([2, 43], [4, 2]), replacement: '{}' };
    expect(judged(mutant('Survived'), body)[0]?.survived).toMatchObject([
      { line: 2, source: '{\n  return attempt < most;\n}', what: '{}' },
      { line: 3 },
    ]);
  });

  it('names a module in which nothing could be changed', () => {
    expect(judged()).toEqual([{ module: 'jobs/retry.ts', killed: 0, survived: [] }]);
  });
});
