import { execFileSync } from 'node:child_process';
import { CHARMAPS } from './charmaps';
import { decodeSource } from './decodeSource';

/** Source bytes as latin-1 → what Python says x is after running them, or an error. */
const PYTHON = `
import json, sys
answers = []
for source in json.load(sys.stdin):
    names = {}
    try:
        exec(compile(source.encode("latin-1"), "file", "exec"), names)
        answers.append({"x": names.get("x")})
    except Exception as error:
        answers.append({"error": str(error)})
json.dump(answers, sys.stdout)
`;

interface Answer {
  x?: string | null;
  error?: string;
}

function askPython(sources: readonly string[]): Answer[] {
  const output = execFileSync('python3', ['-I', '-c', PYTHON], { input: JSON.stringify(sources), encoding: 'utf8' });
  return JSON.parse(output) as Answer[];
}

const decode = (source: string) => decodeSource(Buffer.from(source, 'latin1'));
/** As agents compile what they are sent. */
const sent = (source: string) => Buffer.from(decode(source).text, 'utf8').toString('latin1');

describe('decodeSource', () => {
  const names = CHARMAPS.flatMap(([all]) => all.split(' '));

  it('reads every byte of every encoding it takes as Python does, by all of its names', () => {
    const bytes = Array.from({ length: 128 }, (_, index) => 0x80 + index);
    const sourceOf = (name: string, byte: number) => `# coding: ${name}\nx = "${String.fromCharCode(byte)}"\n`;
    const [first] = CHARMAPS.map(([all]) => all.split(' ').slice(0, 1));
    expect(first).toEqual(['latin_1']);
    const sources = CHARMAPS.flatMap(([all]) => bytes.map((byte) => sourceOf(all.split(' ')[0] ?? '', byte)));
    const wrong = askPython(sources).flatMap(({ x }, index) => {
      const { text, fault } = decode(sources[index] ?? '');
      const read = fault === undefined ? /x = "([^]*)"/.exec(text)?.[1] : undefined;
      return (x ?? undefined) === read ? [] : [`${JSON.stringify(sources[index])}: ${JSON.stringify([x, read])}`];
    });
    expect(wrong).toEqual([]);
    const aliases = names.map((name) => sourceOf(name, 0xa9));
    const ofAliases = askPython(aliases).map(({ x }) => x ?? undefined);
    expect(
      aliases.map((source) => (decode(source).fault ? undefined : /x = "([^]*)"/.exec(decode(source).text)?.[1]))
    ).toEqual(ofAliases);
  });

  it.each([
    'x="\xc3\xa9"',
    '\xef\xbb\xbfx="\xc3\xa9"',
    '\xef\xbb\xbf# coding: utf-8\nx="\xc3\xa9"',
    '# coding: UTF-8-unix\nx="\xc3\xa9"',
    '# coding: utf8\nx="\xc3\xa9"',
    '# -*- coding: latin-1 -*-\nx="\xe9\x85"',
    '#!/usr/bin/python\n# vim: set fileencoding=cp1252 :\nx="\x80\x93"',
    '# -*- coding: cp850 -*-\nx="Gr\x94\xe1e"',
    '# -*- coding: Mac-Roman -*-\nx="\x8e"',
    '\f# coding=koi8-r\nx="\xc1"',
    '# a\r# coding: latin-1\rx="\xe9"\r',
    '# a\r\n# coding: latin-1\r\nx="\xe9"\r\n',
    '\n# coding: windows-1252\nx="\x80"',
    '# coding: , coding: cp437\nx="\x80"',
    '# coding : latin-1\nx="\xc3\xa9"',
    'y = 1\n# coding: latin-1\nx="\xc3\xa9"',
    '"""\n# coding: latin-1\n"""\nx="\xc3\xa9"',
    '# one\n# two\n# coding: latin-1\nx="\xc3\xa9"',
    '# Coding: latin-1\nx="\xc3\xa9"',
    '# coding: ISO_8859-15\nx="\xa4"',
    '# coding: iso-8859-1-unix\nx="\xa4"',
  ])('sends %j so that agents read what Python does', (source) => {
    const [here, there] = askPython([source, sent(source)]);
    expect(decode(source).fault).toBeUndefined();
    expect(here?.x).toEqual(expect.any(String));
    expect(there).toEqual(here);
  });

  const REFUSED: ReadonlyArray<readonly [source: string, line: number, message: RegExp]> = [
    [
      'x="\xe9"',
      1,
      /^expected UTF-8, got the byte 0xe9; save the file as UTF-8, or name its encoding on the first line/,
    ],
    ['#\n\n# \xc3\xa9 \xef\xbf\xbd \xff\n', 3, /got the byte 0xff/],
    [
      '# coding: utf-8\nx="\xe9"',
      2,
      /^expected UTF-8, got the byte 0xe9; save the file as the UTF-8 that line 1 says it is$/,
    ],
    [
      '# coding: ascii\nx="\xe9"',
      2,
      /^expected ascii, as line 1 says, got the byte 0xe9, which it does not have; save/,
    ],
    ['\n# coding: cp1252\nx="\x81"', 3, /^expected cp1252, as line 2 says, got the byte 0x81/],
    ['\xef\xbb\xbf# coding: latin-1\nx=1', 1, /says latin-1, but the file begins with the byte order mark of UTF-8/],
    ['\xef\xbb\xbf# coding: utf8\nx=1', 1, /says utf8, but the file begins with/],
    ['\xff\xfex\x00=\x001\x00', 1, /^expected UTF-8, got the byte order mark of UTF-16; save the file as UTF-8$/],
    ...'big5 gb18030 gbk euc-jp euc-kr shift_jis cp932 cp949 johab utf-7 utf-16 utf-32 cp037 utf8-unix mbcs rot13 punycode hz iso2022_jp cp864 unknown'
      .split(' ')
      .map(
        (name) =>
          [
            `# coding: ${name}\nx="a"`,
            1,
            new RegExp(`^the encoding ${name} is not supported; save the file as UTF-8`),
          ] as const
      ),
  ];
  it.each(REFUSED)('calls %j broken, with the line and what to do', (source, line, message) => {
    expect(decode(source).fault).toEqual({ line, message: expect.stringMatching(message) });
  });
});
