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

/** Any JSON value, of a type that may be the wrong one. */
export const hostileJson: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom(null, true, false, [], {}),
  hostileText,
  hostileNumber,
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom(50, 2_000).map(nested),
  fc.dictionary(fc.constantFrom('__proto__', 'constructor', 'toString', 'length', ''), fc.jsonValue({ maxDepth: 1 }), {
    maxKeys: 3,
  })
);

function nested(depth: number): unknown {
  let value: unknown = 0;
  for (let level = 0; level < depth; level++) {
    value = [value];
  }
  return value;
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
