import { tokenizePython, type TokenKind } from './tokenizePython';

const kinds = (source: string, kind: TokenKind) =>
  tokenizePython(source).flatMap((line) => line.filter((token) => token.kind === kind).map((token) => token.text));
const textOf = (source: string) =>
  tokenizePython(source)
    .map((line) => line.map((token) => token.text).join(''))
    .join('\n');

describe('tokenizePython', () => {
  it('colours what a reader looks for', () => {
    const source = '@retry\ndef action(path="/tmp"):  # check\n    return len(path) > 0x1F and None';
    expect(kinds(source, 'decorator')).toEqual(['@retry']);
    expect(kinds(source, 'keyword')).toEqual(['def', 'return', 'and']);
    expect(kinds(source, 'definition')).toEqual(['action']);
    expect(kinds(source, 'string')).toEqual(['"/tmp"']);
    expect(kinds(source, 'comment')).toEqual(['# check']);
    expect(kinds(source, 'numeral')).toEqual(['0x1F']);
    expect(kinds(source, 'builtin')).toEqual(['len', 'None']);
  });

  it('keeps a text over several lines one colour', () => {
    expect(kinds('descr = """\nChecks # nothing\n"""\nx = 1', 'string')).toEqual(['"""', 'Checks # nothing', '"""']);
  });

  it('reads Python 2', () => {
    expect(kinds("print u'%s' % 10L", 'keyword')).toEqual(['print']);
    expect(kinds("print u'%s' % 10L", 'string')).toEqual(["u'%s'"]);
    expect(kinds('exec code in scope', 'keyword')).toEqual(['exec', 'in']);
  });

  it.each([
    'x = "open\ny = 1',
    "'''never closed\n#",
    'ключ = "значение" 😀',
    '\t\r\nif\\\n',
    "a = r\"\\d\" b'\\''",
    '',
  ])('gives back every character of %j', (source) => {
    expect(textOf(source)).toBe(source.replace(/\r\n?/g, '\n'));
  });

  it('ends a text that is never closed at its line, so that the rest stays readable', () => {
    expect(kinds('x = "open\nreturn', 'keyword')).toEqual(['return']);
  });

  it.each(['"\\\\', "'''", '0x', '(((', '@a.'])('finishes on %j repeated 50,000 times', (piece) => {
    // A pattern that backtracks would run into Jest's own limit here.
    expect(textOf(piece.repeat(50_000))).toHaveLength(piece.length * 50_000);
  });
});
