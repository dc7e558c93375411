const LITERAL = /^([a-zA-Z]*)("""|'''|"|')/;

/** What a string literal means; undefined for an f-string, whose value only running it would tell, for \\N{...} and for backticks. */
export function readString(written: string): string | undefined {
  const [whole, prefix = '', quote = ''] = LITERAL.exec(written) ?? [];
  if (whole === undefined || /[ft]/i.test(prefix)) {
    return undefined;
  }
  const body = written.slice(whole.length, -quote.length);
  if (/r/i.test(prefix)) {
    return body;
  }
  // Python has a table of their names.
  return /\\N\{/.test(body) && !/b/i.test(prefix) ? undefined : undoEscapes(body);
}

const ESCAPES: Readonly<Record<string, string>> = {
  '\n': '',
  '\\': '\\',
  "'": "'",
  '"': '"',
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

function undoEscapes(body: string): string {
  const escape = /\\(?:([0-7]{1,3})|x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8})|([\s\S]))/g;
  return body.replace(
    escape,
    (whole: string, octal?: string, x?: string, u?: string, long?: string, single?: string) => {
      if (single !== undefined) {
        return ESCAPES[single] ?? whole;
      }
      const code = octal === undefined ? parseInt(x ?? u ?? long ?? '', 16) : parseInt(octal, 8);
      return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
    }
  );
}
