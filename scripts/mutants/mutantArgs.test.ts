import { mutantArgs } from './mutantArgs';

describe('what npm run mutants is told', () => {
  it('means every language when nothing is named, and 85 %', () => {
    expect(mutantArgs([])).toEqual({ languages: ['go', 'python', 'ts'], prefixes: [], least: 85 });
  });

  it('may be languages', () => {
    expect(mutantArgs(['python', 'go']).languages).toEqual(['go', 'python']);
  });

  it('may be paths, which are TypeScript', () => {
    expect(mutantArgs(['./controller/src/jobs', 'src/duration'])).toMatchObject({
      languages: ['ts'],
      prefixes: ['controller/src/jobs', 'src/duration'],
    });
  });

  it.each([
    [['--least', '90', 'go'], 90],
    [['go', '--least', '0'], 0],
  ])('takes another percentage: %j', (args, least) => {
    expect(mutantArgs(args)).toEqual({ languages: ['go'], prefixes: [], least });
  });

  it.each([[['--least']], [['--least', '']], [['--least', 'all']], [['--least', '101']], [['--least', '-1']]])(
    'refuses a percentage that is none: %j',
    (args) => {
      expect(() => mutantArgs(args)).toThrow('from 0 to 100');
    }
  );

  it('refuses options it does not know', () => {
    expect(() => mutantArgs(['--only', 'x'])).toThrow('got "--only"');
  });
});
