import { tokenize } from './tokenize';

describe('tokenize', () => {
  const texts = (source: string) =>
    tokenize(source).tokens.flatMap(({ kind, text }) => (kind === 'newline' ? [] : [text]));
  const valueOf = (source: string) => tokenize(source).tokens[0]?.value;

  it('splits statements, comments and continued lines', () => {
    expect(texts('a = 1 # one\nb = \\\n  2; c=(3,\n\n 4)\n')).toEqual([
      'a',
      '=',
      '1',
      'b',
      '=',
      '2',
      ';',
      'c',
      '=',
      '(',
      '3',
      ',',
      '4',
      ')',
    ]);
  });

  it('counts lines over every kind of line end', () => {
    const { tokens } = tokenize('a\r\nb\rc\n"""x\r\ny\nz"""\nd');
    expect(tokens.filter(({ kind }) => kind !== 'newline').map(({ line }) => line)).toEqual([1, 2, 3, 4, 7]);
  });

  it('counts indentation in columns, a tab to the next eight', () => {
    const indents = tokenize('a\n  b\n\tc\n \t d\n').tokens.flatMap(({ indent }) =>
      indent === undefined ? [] : [indent]
    );
    expect(indents).toEqual([0, 2, 8, 9]);
  });

  it.each([
    [`'a\\n\\x41\\u00e9\\101\\q'`, 'a\nA\u00e9A\\q'],
    [`r'\\n'`, '\\n'],
    [`uR"\\n"`, '\\n'],
    [`b'x'`, 'x'],
    [`'''it's "so"\nlong'''`, 'it\'s "so"\nlong'],
    [`'a\\\nb'`, 'ab'],
    [`'a\\\r\nb'`, 'ab'],
    [`r'\\''`, "\\'"],
    [`"""a\\""""b"""`, 'a"'],
    [`f'{x}'`, undefined],
  ])('reads the string %s', (source, value) => {
    expect(valueOf(source)).toBe(value);
  });

  it.each(['f"{x["a"]} {{ {"("}"', `f'{f"{1}"}'`, `f"""{\n"]"\n}"""`, `rf"\\{x}"`])('finds the end of %s', (source) => {
    expect(tokenize(`a = ${source}\nb`)).not.toHaveProperty('fault');
  });

  it.each([
    ['x = "abc', 1, 'not closed with " on its line'],
    ['\n\nx = """abc\n\n', 3, 'the """ string is never closed'],
    ['a = (\n[1, 2\n', 2, "'[' is never closed"],
    ['a = (1,\n 2]', 2, "']' closes '[', but '(' of line 1 is open"],
    [')', 1, "')' closes '(', but nothing is open"],
    ['a = 1 ? 2', 1, 'unexpected character "?"'],
    ['a = \u{1f600}', 1, 'unexpected character'],
  ])('says where %j breaks', (source, line, message) => {
    expect(tokenize(source).fault).toMatchObject({ line, message: expect.stringContaining(message) });
  });
});
