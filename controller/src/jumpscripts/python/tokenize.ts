import { scanString } from './scanString';

/** Why a source cannot be read, and where. Lines count from 1. */
export interface SourceFault {
  line: number;
  message: string;
}

export interface Token {
  kind: 'name' | 'number' | 'string' | 'operator' | 'newline';
  /** As written; a string's without its escapes undone. */
  text: string;
  /** What a string literal means; undefined for an f-string, whose value only running it would tell. */
  value?: string;
  line: number;
  /** Offsets into the source. */
  start: number;
  end: number;
  /** Brackets open around the token. */
  depth: number;
  /** On the first token of a logical line: its indentation in columns. */
  indent?: number;
}

export interface Tokens {
  tokens: Token[];
  /** Set when reading stopped early; the tokens before it are good. */
  fault?: SourceFault;
}

const SPACE = /[ \t\f]*(?:\\(?:\r\n|\r|\n)[ \t\f]*)*/y;
const NEWLINE = /\r\n|\r|\n/y;
const COMMENT = /#[^\r\n]*/y;
const NUMBER =
  /(?:0[xX][\da-fA-F_]+|0[bB][01_]+|0[oO][0-7_]+|(?:\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(?:[eE][+-]?\d[\d_]*)?)[lLjJ]?/y;
const NAME = /[\p{L}\p{Nl}_][\p{L}\p{Nl}\p{Mn}\p{Mc}\p{Nd}\p{Pc}]*/uy;
const STRING_START = /(?:[rR][bBfFtT]?|[bBfFtT][rR]?|[uU][rR]?)?("""|'''|"|')/y;
/** Backticks and <> are Python 2; both dialects are read. */
const OPERATOR =
  /\*\*=|\/\/=|>>=|<<=|\.\.\.|\*\*|\/\/|>>|<<|<>|<=|>=|==|!=|->|:=|[-+*/%@&|^]=|[-+*/%@&|^~<>()[\]{},:.;=`]/y;
const CLOSES: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };

/**
 * Splits Python 2 or 3 source into tokens. Never throws, and reads each character once: a source is untrusted text.
 */
export function tokenize(source: string): Tokens {
  return new Tokenizer(source).run();
}

class Tokenizer {
  private readonly source: string;
  private readonly tokens: Token[] = [];
  private readonly open: Array<{ bracket: string; line: number }> = [];
  private position = 0;
  private line = 1;
  private isLineStart = true;
  private fault: SourceFault | undefined;

  constructor(source: string) {
    this.source = source;
  }

  run(): Tokens {
    while (this.fault === undefined && this.position < this.source.length) {
      this.step();
    }
    const unclosed = this.open.at(-1);
    if (this.fault === undefined && unclosed !== undefined) {
      this.fault = { line: unclosed.line, message: `'${unclosed.bracket}' is never closed` };
    }
    this.push('newline', this.position, this.position);
    return this.fault === undefined ? { tokens: this.tokens } : { tokens: this.tokens, fault: this.fault };
  }

  private step(): void {
    const lineStart = this.position;
    this.skip(SPACE);
    const indent = this.isLineStart ? columns(this.source.slice(lineStart, this.position)) : undefined;
    if (this.skip(COMMENT) || this.position >= this.source.length) {
      return;
    }
    const start = this.position;
    if (this.skip(NEWLINE)) {
      if (this.open.length === 0 && !this.isLineStart) {
        this.push('newline', start, start);
        this.isLineStart = true;
      }
      return;
    }
    this.isLineStart = false;
    this.readToken(start, indent);
  }

  private readToken(start: number, indent: number | undefined): void {
    if (matchAt(STRING_START, this.source, start) > 0) {
      this.readString(start, indent);
    } else if (this.skip(NUMBER)) {
      this.push('number', start, this.position, indent);
    } else if (this.skip(NAME)) {
      this.push('name', start, this.position, indent);
    } else if (this.skip(OPERATOR)) {
      this.readOperator(start, indent);
    } else {
      const shown = JSON.stringify(String.fromCodePoint(this.source.codePointAt(start) ?? 0));
      this.fault = { line: this.line, message: `unexpected character ${shown}` };
    }
  }

  private readString(start: number, indent: number | undefined): void {
    const line = this.line;
    const scanned = scanString(this.source, start);
    if ('message' in scanned) {
      this.fault = { line, message: scanned.message };
      return;
    }
    this.advance(scanned.end);
    const token = this.push('string', start, scanned.end, indent);
    token.line = line;
    token.value = scanned.value;
  }

  private readOperator(start: number, indent: number | undefined): void {
    const text = this.source.slice(start, this.position);
    const opener = CLOSES[text];
    if (opener !== undefined) {
      const last = this.open.pop();
      if (last?.bracket !== opener) {
        const came = last === undefined ? 'nothing is open' : `'${last.bracket}' of line ${last.line} is open`;
        this.fault = { line: this.line, message: `'${text}' closes '${opener}', but ${came}` };
        return;
      }
    }
    this.push('operator', start, this.position, indent);
    if (text === '(' || text === '[' || text === '{') {
      this.open.push({ bracket: text, line: this.line });
    }
  }

  private push(kind: Token['kind'], start: number, end: number, indent?: number): Token {
    const token: Token = {
      kind,
      text: this.source.slice(start, end),
      line: this.line,
      start,
      end,
      depth: this.open.length,
    };
    if (indent !== undefined) {
      token.indent = indent;
    }
    this.tokens.push(token);
    return token;
  }

  private skip(pattern: RegExp): boolean {
    const length = matchAt(pattern, this.source, this.position);
    this.advance(this.position + length);
    return length > 0;
  }

  private advance(to: number): void {
    for (let i = this.position; i < to; i++) {
      const code = this.source.charCodeAt(i);
      if (code === 10 || (code === 13 && this.source.charCodeAt(i + 1) !== 10)) {
        this.line++;
      }
    }
    this.position = to;
  }
}

function matchAt(pattern: RegExp, source: string, position: number): number {
  pattern.lastIndex = position;
  return pattern.exec(source)?.[0].length ?? 0;
}

/** A tab goes to the next multiple of eight, as Python counts. */
function columns(space: string): number {
  let column = 0;
  for (const char of space.replace(/^.*\\(?:\r\n|\r|\n)/s, '').replace(/\f/g, '')) {
    column = char === '\t' ? (Math.floor(column / 8) + 1) * 8 : column + 1;
  }
  return column;
}
