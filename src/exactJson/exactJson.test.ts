import { ExactNumber, exactNumber } from './exactNumber';
import { parseExactly } from './parseExactly';
import { writeJson } from './writeJson';

describe('a number', () => {
  it.each(['0', '1', '-1', '9007199254740991', '9007199254740992', '0.1', '1e-7', '1e+22'])(
    '%s is a plain one',
    (text) => {
      expect(exactNumber(text)).toBe(Number(text));
    }
  );

  it.each(['9007199254740993', '-9007199254740993', '1.0', '-0', '1E5', '1e400', '0.1000000000000000055'])(
    '%s keeps its digits',
    (text) => {
      expect(exactNumber(text)).toEqual(new ExactNumber(text));
      expect(String(exactNumber(text))).toBe(text);
    }
  );
});

describe('parseExactly', () => {
  it.each([
    'null',
    'true',
    ' [ 1 , 2.5 , -3e-7 ] ',
    '{"a":{"b":[{},[],""]},"c":false}',
    '"\\"[{,:\\\\"',
    '{"a":1,"a":2}',
    '{"":{"":null}}',
    '"\\u00e4\\n\\ud83d\\ude00"',
    '\r\n\t{"x" :\n0}',
  ])('reads %j as JSON.parse does', (text) => {
    expect(parseExactly(text)).toEqual(JSON.parse(text));
  });

  it('keeps the digits of numbers, and none of what looks like one in a text', () => {
    expect(parseExactly('{"9007199254740993":["9007199254740993",9007199254740993]}')).toEqual({
      '9007199254740993': ['9007199254740993', new ExactNumber('9007199254740993')],
    });
  });

  it('takes "__proto__" for a name as any other', () => {
    const read = parseExactly('{"__proto__":{"a":1}}');
    expect(Object.entries(Object(read))).toEqual([['__proto__', { a: 1 }]]);
    expect(Object.getPrototypeOf(read)).toBe(Object.prototype);
  });

  it('reads any depth', () => {
    const deep = 50_000;
    let read = parseExactly('['.repeat(deep) + ']'.repeat(deep));
    let depth = 0;
    for (; Array.isArray(read); depth++) {
      read = read[0];
    }
    expect(depth).toBe(deep);
  });

  it.each(['', '[', '{"a":', ']', 'nul', '[1', '[1] x'])('refuses %j', (text) => {
    expect(() => parseExactly(text)).toThrow(SyntaxError);
  });
});

describe('writeJson', () => {
  it.each([0, 2])('writes as JSON.stringify does, with an indent of %d', (indent) => {
    for (const value of [
      null,
      undefined,
      'a"b\u2028',
      1.5,
      [],
      {},
      [[], {}],
      { a: [1, { b: null }], '': 'x' },
      [true, []],
    ]) {
      expect(writeJson(value, indent)).toBe(JSON.stringify(value ?? null, null, indent));
    }
  });

  it('gives back every digit that was read', () => {
    const text = '{"id":9007199254740993,"of":[1.0,12345678901234567890123,{"x":-0}],"text":"1.0"}';
    expect(writeJson(parseExactly(text), 0)).toBe(text);
    expect(writeJson(parseExactly(text), 2)).toContain('\n    12345678901234567890123,\n');
  });
});
