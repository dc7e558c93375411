/**
 * A regular expression as PostgreSQL reads it (its "advanced" kind), as far as it matters for what it costs. What PostgreSQL
 * would refuse is read somehow: it is refused later, by PostgreSQL.
 */
export type RegexNode = { text: string } & (
  | { kind: 'char'; char: string }
  /** Any of several characters. */
  | { kind: 'set' }
  /** The start or end of the text, or of a word. */
  | { kind: 'edge' }
  /** `(?=...)` and the like. */
  | { kind: 'look'; body: RegexNode }
  | { kind: 'sequence'; parts: RegexNode[] }
  | { kind: 'either'; parts: RegexNode[] }
  | { kind: 'repeat'; body: RegexNode; least: number; most: number }
);

/** What PostgreSQL can do and we do not let it, as it is called in a message. */
export class RefusedPart extends Error {}

const SETS = 'dswDSW';
const EDGES = 'AmMyYZ';
/** Most digits of a character's number. */
const CODES: Readonly<Record<string, number>> = { u: 4, U: 8, x: 255, '0': 2 };
const MOST_LEVELS = 50;

/** Pure. @throws RefusedPart */
export function parseRegex(text: string): RegexNode {
  const isLiteral = text.startsWith('***=');
  const rest = text.replace(/^\*\*\*[:=]/, '');
  const [options = ''] = isLiteral ? [] : (/^\(\?[a-z]+\)/.exec(rest) ?? []);
  if (/[bex]/.test(options)) {
    throw new RefusedPart(`the option ${options}, which makes another kind of expression of it`);
  }
  const body = rest.slice(options.length);
  const chars = [...(options.includes('i') ? body.toLowerCase() : body)];
  return isLiteral || options.includes('q')
    ? { kind: 'sequence', text, parts: chars.map((char) => ({ kind: 'char', char, text: char })) }
    : new Reader(chars).all();
}

class Reader {
  private readonly chars: readonly string[];
  private place = 0;
  private level = 0;

  constructor(chars: readonly string[]) {
    this.chars = chars;
  }

  /** A closing bracket too many is passed over: PostgreSQL refuses it. */
  all(): RegexNode {
    const parts = [this.either()];
    while (this.place < this.chars.length) {
      this.place += 1;
      parts.push(this.either());
    }
    return { kind: 'sequence', parts, text: this.since(0) };
  }

  private either(): RegexNode {
    const start = this.place;
    const parts = [this.sequence()];
    while (this.takes('|')) {
      parts.push(this.sequence());
    }
    return { kind: 'either', parts, text: this.since(start) };
  }

  private sequence(): RegexNode {
    const start = this.place;
    const parts: RegexNode[] = [];
    this.skipComments();
    while (this.place < this.chars.length && !'|)'.includes(this.peek())) {
      parts.push(this.piece());
    }
    return { kind: 'sequence', parts, text: this.since(start) };
  }

  private piece(): RegexNode {
    const start = this.place;
    const body = this.atom();
    this.skipComments();
    const bounds = this.bounds();
    if (bounds === null) {
      return body;
    }
    this.takes('?');
    this.skipComments();
    return { kind: 'repeat', body, ...bounds, text: this.since(start) };
  }

  /** They may stand between what is repeated and how often. */
  private skipComments(): void {
    while (this.chars.slice(this.place, this.place + 3).join('') === '(?#') {
      while (this.place < this.chars.length && this.next() !== ')') {
        // Its text.
      }
    }
  }

  private bounds(): { least: number; most: number } | null {
    if (this.takes('*')) {
      return { least: 0, most: Infinity };
    }
    if (this.takes('+')) {
      return { least: 1, most: Infinity };
    }
    if (this.takes('?')) {
      return { least: 0, most: 1 };
    }
    const [all = '', least = '', comma, most = ''] =
      /^\{(\d+)(,?)(\d*)\}/.exec(this.chars.slice(this.place, this.place + 20).join('')) ?? [];
    if (all === '') {
      return null;
    }
    this.place += all.length;
    return { least: Number(least), most: comma === '' ? Number(least) : most === '' ? Infinity : Number(most) };
  }

  private atom(): RegexNode {
    const char = this.next();
    switch (char) {
      case '(':
        return this.group();
      case '[':
        return this.bracket();
      case '.':
        return { kind: 'set', text: char };
      case '^':
      case '$':
        return { kind: 'edge', text: char };
      case '\\':
        return this.escape();
      default:
        return { kind: 'char', char, text: char };
    }
  }

  private group(): RegexNode {
    const start = this.place - 1;
    const [opening = ''] = /^\?(:|<?[=!])/.exec(this.chars.slice(this.place, this.place + 3).join('')) ?? [];
    this.place += opening.length;
    this.level += 1;
    if (this.level > MOST_LEVELS) {
      throw new RefusedPart(`more than ${MOST_LEVELS} groups in each other`);
    }
    const body = this.either();
    this.level -= 1;
    this.takes(')');
    return opening === '' || opening === '?:' ? body : { kind: 'look', body, text: this.since(start) };
  }

  /** `[]a]`, `[^]a]`, `[[:alpha:]_]`, `[\]]`; `[[:<:]]` is the place where a word begins. */
  private bracket(): RegexNode {
    const start = this.place;
    this.takes('^');
    this.takes(']');
    while (this.place < this.chars.length && this.peek() !== ']') {
      const char = this.next();
      if (char === '\\') {
        this.place += 1;
      } else if (char === '[' && ':.='.includes(this.peek() || ' ')) {
        const closing = this.next();
        while (this.place < this.chars.length && !(this.next() === closing && this.peek() === ']')) {
          // Its name.
        }
        this.place += 1;
      }
    }
    this.place += 1;
    const text = `[${this.since(start)}`;
    return { kind: /^\[\[:[<>]:\]\]$/.test(text) ? 'edge' : 'set', text };
  }

  private escape(): RegexNode {
    const char = this.next();
    const text = `\\${char}`;
    if (/[1-9]/.test(char)) {
      throw new RefusedPart(`the back-reference ${text}, which has all ways of matching tried one after the other`);
    }
    if (char === '' || SETS.includes(char)) {
      return { kind: 'set', text };
    }
    if (EDGES.includes(char)) {
      return { kind: 'edge', text };
    }
    if (!/[a-zA-Z0]/.test(char)) {
      return { kind: 'char', char, text };
    }
    // A character by its number may be any that stands elsewhere as it is.
    const [code = ''] =
      /^([0-9a-fA-F]*)/.exec(this.chars.slice(this.place, this.place + (CODES[char] ?? 0)).join('')) ?? [];
    this.place += char === 'c' ? 1 : code.length;
    return { kind: 'set', text: `${text}${code}` };
  }

  private since(start: number): string {
    return this.chars.slice(start, this.place).join('');
  }

  private peek(): string {
    return this.chars[this.place] ?? '';
  }

  private next(): string {
    this.place += 1;
    return this.chars[this.place - 1] ?? '';
  }

  private takes(char: string): boolean {
    const isThere = this.peek() === char;
    this.place += isThere ? 1 : 0;
    return isThere;
  }
}
