import { CHARMAPS } from './charmaps';

/** As PEP 263 has it: in a comment on the first or second line. */
const COOKIE = /^([ \t\f]*#.*?coding[:=][ \t]*)([-\w.]+)/;
const COMMENT_OR_BLANK = /^[ \t\f]*(?:#|$)/;
const UTF8 = ['utf_8', 'utf8', 'u8', 'utf', 'utf8_ucs2', 'utf8_ucs4', 'cp65001'];
const ASCII =
  '646 ansi_x3.4_1968 ansi_x3.4_1986 ansi_x3_4_1968 ascii cp367 csascii ibm367 iso646_us iso_646.irv_1991 iso_ir_6 us us_ascii'.split(
    ' '
  );

/** The characters of the bytes above 0x7f, by Python's names. */
const UPPER_HALVES: ReadonlyMap<string, string> = new Map([
  ...ASCII.map((name) => [name, '\uFFFD'.repeat(128)] as const),
  ...CHARMAPS.flatMap(([names, characters]) => {
    const controls = Array.from({ length: 128 - characters.length }, (_, index) => String.fromCharCode(0x80 + index));
    return names.split(' ').map((name) => [name, controls.join('') + characters] as const);
  }),
]);

/** What a source says of its encoding. */
export interface Cookie {
  /** Counts from 1. */
  line: number;
  encoding: string;
}

/** undefined: it says nothing, or not where Python looks. */
export function findCookie(head: string): Cookie | undefined {
  const [first = '', second = ''] = head.split(/\r\n|\r|\n/, 2);
  const lines = COMMENT_OR_BLANK.test(first) ? [first, second] : [first];
  const at = lines.findIndex((line) => COOKIE.test(line));
  const encoding = COOKIE.exec(lines[at] ?? '')?.[2];
  return encoding === undefined ? undefined : { line: at + 1, encoding };
}

/** The same text, its cookie saying utf-8. */
export function withUtf8Cookie(text: string, { line }: Cookie): string {
  const parts = text.split(/(\r\n|\r|\n)/);
  // Lines and what ends them take turns.
  const at = (line - 1) * 2;
  return [...parts.slice(0, at), (parts[at] ?? '').replace(COOKIE, '$1utf-8'), ...parts.slice(at + 1)].join('');
}

/** Python's name of an encoding: what its tokenizer makes of it, then what its codecs do. */
export function normalName(encoding: string): string {
  const start = encoding.slice(0, 12).toLowerCase().replaceAll('_', '-');
  if (/^utf-8(?:-|$)/.test(start)) {
    return 'utf-8';
  }
  return /^(?:latin-1|iso-8859-1|iso-latin-1)(?:-|$)/.test(start) ? 'iso-8859-1' : encoding.toLowerCase();
}

/** As bytes of UTF-8, or characters for the bytes above 0x7f; undefined: not one that is read here as Python would. */
export function findEncoding(normal: string): 'utf-8' | { upperHalf: string } | undefined {
  const name = normal
    .split(/[^a-z0-9.]+/)
    .filter((part) => part !== '')
    .join('_');
  if (UTF8.includes(name)) {
    return 'utf-8';
  }
  const upperHalf = UPPER_HALVES.get(name) ?? UPPER_HALVES.get(name.replaceAll('.', '_'));
  return upperHalf === undefined ? undefined : { upperHalf };
}
