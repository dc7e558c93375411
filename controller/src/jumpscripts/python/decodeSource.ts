import { TextDecoder } from 'node:util';

/** As PEP 263 has it: in a comment on the first or second line. */
const CODING_COOKIE = /^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)/;

/**
 * Bytes of a JumpScript → text, as Python would read them: byte order mark, then the coding cookie, then UTF-8.
 * Bytes that fit none of them are read as latin-1, which fits everything: an odd character in a comment must not
 * hide a JumpScript.
 */
export function decodeSource(bytes: Uint8Array): string {
  const declared = declaredEncoding(bytes);
  const text = tryDecode(bytes, declared) ?? tryDecode(bytes, 'utf-8') ?? Buffer.from(bytes).toString('latin1');
  return declared === 'utf-8' ? text : declareUtf8(text);
}

/** Agents are sent the text as UTF-8, so the cookie must say that: else Python would read it as what it was before. */
function declareUtf8(text: string): string {
  const lines = text.split('\n');
  const at = lines.slice(0, 2).findIndex((line) => CODING_COOKIE.test(line));
  return lines
    .map((line, index) => (index === at ? line.replace(/(coding[:=][ \t]*)[-\w.]+/, '$1utf-8') : line))
    .join('\n');
}

function declaredEncoding(bytes: Uint8Array): string {
  const head = Buffer.from(bytes.subarray(0, 1000)).toString('latin1');
  for (const line of head.split(/\r\n|\r|\n/).slice(0, 2)) {
    const cookie = CODING_COOKIE.exec(line)?.[1];
    if (cookie !== undefined) {
      // "latin-1" and "utf8-unix" are what editors write.
      return cookie
        .toLowerCase()
        .replace(/_/g, '-')
        .replace(/^latin-1.*|^iso-latin-1.*/, 'latin1')
        .replace(/^utf-?8.*/, 'utf-8');
    }
  }
  return 'utf-8';
}

function tryDecode(bytes: Uint8Array, encoding: string): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
