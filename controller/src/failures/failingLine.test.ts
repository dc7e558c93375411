import { failingLine } from './failingLine';

describe('the failing line', () => {
  const source = 'import os\r\n\r\ndef action():\r    x =\t open( path )  \n';

  it.each([
    [1, 'import os'],
    [2, null],
    [4, 'x = open( path )'],
    [5, null],
    [6, null],
    [0, null],
    [null, null],
  ])('line %s is %s', (line, text) => {
    expect(failingLine(source, line)).toBe(text);
  });

  it('is not known without a source, and short', () => {
    expect(failingLine(null, 1)).toBeNull();
    expect(failingLine('x'.repeat(1000), 1)).toHaveLength(200);
  });
});
