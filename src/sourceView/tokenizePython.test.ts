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

  it('makes few pieces of a line: neighbours of one kind are one', () => {
    expect(tokenizePython('class A:\n\n    x = 1')).toEqual([
      [
        { kind: 'keyword', text: 'class' },
        { kind: 'plain', text: ' ' },
        { kind: 'definition', text: 'A' },
        { kind: 'plain', text: ':' },
      ],
      [],
      [
        { kind: 'plain', text: '    x = ' },
        { kind: 'numeral', text: '1' },
      ],
    ]);
  });

  it.each(['0xFF_0', '0b10', '0o17', '1_000', '12', '1.5', '1.25e-3', '2e+10', '1e5', '2j', '10L'])(
    'takes %s for one number',
    (numeral) => {
      expect(kinds(`x1 = ${numeral}`, 'numeral')).toEqual([numeral]);
    }
  );

  it.each(['""', "''", 'rb"x"', "u'x'", '"a\\"b"', "'a\\'b'", '"""a"b"""', "'''a'b'''", `"it's"`, `'a"b'`, "r'\\\\'"])(
    'takes %s for one text',
    (text) => {
      expect(kinds(`(${text}, 1)`, 'string')).toEqual([text]);
      expect(kinds(`(${text}, 1)`, 'numeral')).toEqual(['1']);
    }
  );

  it.each(['"""', "'''"])('lets a text within %s go on to the end, closed or not', (sign) => {
    expect(kinds(`${sign}a\nreturn\n${sign}\nreturn`, 'keyword')).toEqual(['return']);
    expect(kinds(`${sign}a\nreturn`, 'keyword')).toEqual([]);
  });

  it('lets a text go on behind a backslash at the end of a line', () => {
    expect(kinds('"a\\\nreturn"', 'string')).toEqual(['"a\\', 'return"']);
    expect(kinds("'a\\\nreturn'", 'string')).toEqual(["'a\\", "return'"]);
  });

  it('defines only what follows the word at once', () => {
    expect(kinds('def (action', 'definition')).toEqual([]);
    expect(kinds('def  action', 'definition')).toEqual(['action']);
  });

  it('colours a decorator with its module, and the rest of the line of a comment', () => {
    expect(kinds('@a.b_1(x)', 'decorator')).toEqual(['@a.b_1']);
    expect(kinds('x # a "b" 1\ny', 'comment')).toEqual(['# a "b" 1']);
  });

  it('colours names that are always there', () => {
    expect(kinds('True abs isinstance tuple zip', 'builtin')).toEqual(['True', 'abs', 'isinstance', 'tuple', 'zip']);
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
    'a\rb',
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
