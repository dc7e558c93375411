import { logQuestion } from '../query/question';
import { inStatements, toSelection } from './selection';

const withPatterns = (count: number, name: string) => ({
  name,
  selection: toSelection({
    job: null,
    jobs: null,
    lines: logQuestion({ filter: Array.from({ length: count }, (_, index) => `message|regex|${name}${index}`) }),
  }),
});

describe('selections that are read together', () => {
  it('have no more expressions than PostgreSQL remembers', () => {
    const groups = [
      withPatterns(16, 'a'),
      withPatterns(0, 'b'),
      withPatterns(16, 'c'),
      withPatterns(0, 'd'),
      withPatterns(1, 'e'),
      withPatterns(16, 'f'),
    ];
    const statements = inStatements(groups);
    expect(statements.map((statement) => statement.map(({ name }) => name).join(''))).toEqual(['abcd', 'ef']);
    expect(inStatements([])).toEqual([]);
  });
});
