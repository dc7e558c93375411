import { mutantTable } from './mutantTable';
import { score } from './mutatedModule';

describe('the table of mutants', () => {
  it('has a line per module, their sum, and each survivor with its place', () => {
    const retry = { line: 7, source: 'attempt < 3', what: 'attempt <= 3', reason: undefined };
    const table = mutantTable([
      { module: 'jobs/retry.ts', killed: 9, survived: [retry] },
      { module: 'text/guid.ts', killed: 2, survived: [] },
    ]);
    expect(table.split('\n')).toEqual([
      'module         killed  survived   score',
      'jobs/retry.ts       9         1   90.0%',
      'text/guid.ts        2         0  100.0%',
      'all                11         1   91.7%',
      '',
      'jobs/retry.ts:7  attempt < 3 → attempt <= 3',
      '',
    ]);
  });

  it('says why a survivor stays', () => {
    const survived = [{ line: 1, source: 'a', what: 'b', reason: 'nobody reads it' }];
    expect(mutantTable([{ module: 'a.ts', killed: 1, survived }])).toContain('a → b\n    stays: nobody reads it');
  });

  it('shows the begin of a long change on one line', () => {
    const survived = [{ line: 1, source: `{\n  ${'x'.repeat(100)}\n}`, what: '{}', reason: undefined }];
    expect(mutantTable([{ module: 'a.ts', killed: 1, survived }])).toContain(`a.ts:1  { ${'x'.repeat(77)}… → {}\n`);
  });

  it('scores full where there was nothing to change', () => {
    expect(score([])).toBe(100);
  });
});
