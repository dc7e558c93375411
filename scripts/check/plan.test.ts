import { chooseSteps, hopelessSteps, nextStep, type Planned, type StepState } from './plan';

const steps: Planned[] = [
  { name: 'tests' },
  { name: 'lint' },
  { name: 'build' },
  { name: 'package', needs: ['build'] },
  { name: 'browser', needs: ['build'], cores: 2 },
  { name: 'publish', needs: ['package', 'browser'] },
];
const states = (found: Record<string, StepState>) => new Map(Object.entries(found));
const next = (found: Record<string, StepState>, cores = 2) => nextStep(steps, states(found), cores)?.name;

describe('the next step', () => {
  it('is the first of the table that has not begun', () => {
    expect(next({})).toBe('tests');
    expect(next({ tests: 'running' })).toBe('lint');
    expect(next({ tests: 'failed', lint: 'not run' })).toBe('build');
  });

  it('waits until a core is free', () => {
    expect(next({ tests: 'running', lint: 'running' })).toBeUndefined();
    expect(next({ tests: 'running' }, 1)).toBeUndefined();
    expect(next({ tests: 'running', lint: 'running' }, 3)).toBe('build');
  });

  it('waits until all it needs has passed, and lets others go first', () => {
    expect(next({ tests: 'running', lint: 'passed', build: 'running' })).toBeUndefined();
    expect(next({ tests: 'running', lint: 'passed', build: 'failed' })).toBeUndefined();
    expect(next({ tests: 'running', lint: 'passed', build: 'passed' })).toBe('package');
    expect(next({ tests: 'passed', lint: 'passed', build: 'passed', package: 'passed', browser: 'failed' })).toBe(
      undefined
    );
  });

  it('that wants several cores has them all to itself', () => {
    const before = { lint: 'passed', build: 'passed', package: 'passed' } as const;
    expect(next({ ...before, tests: 'running' })).toBeUndefined();
    expect(next({ ...before, tests: 'passed' })).toBe('browser');
    expect(next({ ...before, tests: 'passed' }, 1)).toBe('browser');
  });
});

describe('a step can never start', () => {
  it('when what it needs failed, and no longer once that is noted', () => {
    expect(hopelessSteps(steps, states({ build: 'failed', package: 'not run' }))).toEqual([
      { step: steps[4], because: 'build' },
      { step: steps[5], because: 'package' },
    ]);
    expect(hopelessSteps(steps, states({ build: 'passed', package: 'passed', browser: 'running' }))).toEqual([]);
  });
});

describe('steps chosen by words', () => {
  const names = (words: string[]) => chooseSteps(steps, words).map(({ name }) => name);

  it('are all without one, and those of a name with what they need', () => {
    expect(names([])).toEqual(steps.map(({ name }) => name));
    expect(names(['LINT'])).toEqual(['lint']);
    expect(names(['publish', 'tests'])).toEqual(['tests', 'build', 'package', 'browser', 'publish']);
  });

  it('refuses a word and a need that name no step', () => {
    expect(() => names(['lint', 'spelling'])).toThrow('No step\'s name holds "spelling". Steps: tests, lint, build');
    expect(() => chooseSteps([{ name: 'a', needs: ['b'] }], [])).toThrow('A step needs "b", which is no step.');
  });
});
