export interface ScannedString {
  /** Offset behind the closing quote. */
  end: number;
  value: string | undefined;
}

const START = /([a-zA-Z]{0,2})("""|'''|"|')/y;
const MAX_NESTED_FIELDS = 20;

/** Reads the string literal that starts at `start`, or says why it does not end. */
export function scanString(source: string, start: number): ScannedString | { message: string } {
  START.lastIndex = start;
  const [whole = '', prefix = '', quote = '"'] = START.exec(source) ?? [];
  const flags = prefix.toLowerCase();
  const isFormatted = /[ft]/.test(flags);
  const bodyStart = start + whole.length;
  const bodyEnd = findEnd(source, bodyStart, quote, isFormatted, 0);
  if (bodyEnd === undefined) {
    return {
      message:
        quote.length === 3
          ? `the ${quote} string is never closed`
          : `the string is not closed with ${quote} on its line`,
    };
  }
  const body = source.slice(bodyStart, bodyEnd).replace(/\r\n?/g, '\n');
  const value = isFormatted ? undefined : flags.includes('r') ? body : undoEscapes(body);
  return { end: bodyEnd + quote.length, value };
}

/** Offset of the closing quote. An f-string may hold strings of its own in its fields, with the same quotes. */
function findEnd(source: string, from: number, quote: string, isFormatted: boolean, depth: number): number | undefined {
  for (let i = from; i < source.length; i++) {
    const char = source.charAt(i);
    if (char === '\\') {
      i += source.startsWith('\r\n', i + 1) ? 2 : 1;
    } else if (source.startsWith(quote, i)) {
      return i;
    } else if (quote.length === 1 && (char === '\n' || char === '\r')) {
      return undefined;
    } else if (isFormatted && char === '{') {
      if (source.charAt(i + 1) === '{') {
        i++;
        continue;
      }
      const end = findFieldEnd(source, i + 1, quote, depth + 1);
      if (end === undefined) {
        return undefined;
      }
      i = end;
    }
  }
  return undefined;
}

/** Offset of the `}` that closes the f-string field opened before `from`. */
function findFieldEnd(source: string, from: number, outerQuote: string, depth: number): number | undefined {
  if (depth > MAX_NESTED_FIELDS) {
    return undefined;
  }
  let open = 0;
  for (let i = from; i < source.length; i++) {
    const char = source.charAt(i);
    if (char === '}' && open === 0) {
      return i;
    } else if (char === '{') {
      open++;
    } else if (char === '}') {
      open--;
    } else if (outerQuote.length === 1 && (char === '\n' || char === '\r')) {
      return undefined;
    } else if (char === '"' || char === "'") {
      const quote = source.startsWith(char.repeat(3), i) ? char.repeat(3) : char;
      const isFormatted = /[fFtT]/.test(source.slice(Math.max(from, i - 2), i));
      const end = findEnd(source, i + quote.length, quote, isFormatted, depth + 1);
      if (end === undefined) {
        return undefined;
      }
      i = end + quote.length - 1;
    }
  }
  return undefined;
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
