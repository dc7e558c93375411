import fc from 'fast-check';

/** Text that somebody, somewhere, did not expect. */
export const hostileText = fc.oneof(
  fc.constantFrom(
    '',
    '\0',
    'a\0b',
    '\ud800',
    'x\udfff',
    '__proto__',
    'constructor',
    'toString',
    '../../etc/passwd',
    "'; drop table jobs; --",
    '%s%n',
    '\\',
    '|||',
    'state|=|',
    '\u202e\u0000\ufeff',
    '👩‍👩‍👧‍👧',
    '[[[[',
    '(a*)*b',
    '\\1',
    '1e309',
    '-0',
    '9223372036854775808',
    'NaN',
    'null'
  ),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc.constantFrom(300, 5_000, 70_000).map((length) => 'x'.repeat(length))
);

export const hostileNumber = fc.oneof(
  fc.constantFrom(-1, 0, -0, 0.5, 2 ** 31, -(2 ** 31) - 1, 2 ** 53, 2 ** 63, -(2 ** 63), 1e308, -1e308, 5e-324),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.maxSafeInteger()
);

const DEEP = /"<deep (list|object) (\d+)>"/g;

/** A value deeper than JSON.stringify can write: it stands as a mark until jsonText() makes the text. */
export const deepJson = fc
  .tuple(fc.constantFrom('list', 'object'), fc.constantFrom(50, 150, 2_000, 6_000, 100_000))
  .map(([opening, depth]) => `<deep ${opening} ${depth}>`);

/** Any JSON value, of a type that may be the wrong one. */
export const hostileJson: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom(null, true, false, [], {}),
  hostileText,
  hostileNumber,
  fc.jsonValue({ maxDepth: 3 }),
  deepJson,
  fc.dictionary(fc.constantFrom('__proto__', 'constructor', 'toString', 'length', ''), fc.jsonValue({ maxDepth: 1 }), {
    maxKeys: 3,
  })
);

/** The text of a value in which deepJson() may stand, at any place. */
export function jsonText(value: unknown): string {
  return (JSON.stringify(value) ?? '').replace(DEEP, (_mark, opening: string, depth: string) => {
    const [before, after] = opening === 'list' ? ['[', ']'] : ['{"a":', '}'];
    return `${before.repeat(Number(depth))}0${after.repeat(Number(depth))}`;
  });
}

/** What no URL should hold, as it would stand in one. */
export const hostileUrlPart = fc.oneof(
  fc.constantFrom(
    '%',
    '%z',
    '%zz',
    '%00',
    '%ff',
    '%ED%A0%80',
    '%C0%AE',
    '..',
    '.',
    '%2e%2e%2f',
    '+',
    '=',
    '&',
    '?',
    ';',
    ',',
    '[]',
    '\xff'
  ),
  hostileText.map(urlEncoded)
);

/** Half a surrogate pair has no UTF-8: it goes as the replacement character. */
export function urlEncoded(text: string): string {
  return encodeURIComponent(Buffer.from(text).toString());
}
