import type { Token } from './tokenize';

/** A constant of a source. A set becomes a list; a dict keeps its entries. */
export type PyValue = null | boolean | number | string | PyValue[] | { entries: Array<[PyValue, PyValue]> };

/** Values of names assigned so far, so that `descr = title` can be read. */
export type Scope = ReadonlyMap<string, PyValue>;

const MAX_NESTING = 100;
const WORDS: Readonly<Record<string, PyValue>> = { None: null, True: true, False: false };
const PRECEDENCE: Readonly<Record<string, number>> = { '+': 1, '-': 1, '*': 2, '/': 2, '//': 2, '%': 2 };

/**
 * Reads a constant expression: literals, nested collections, names assigned before, and arithmetic such as `60 * 5`.
 * undefined = it is something only running the source could tell.
 */
export function readExpression(tokens: readonly Token[], scope: Scope): PyValue | undefined {
  const reader = new Reader(tokens, scope);
  // `1, 2` without brackets is a tuple too.
  const list = reader.items(undefined);
  return list === undefined || list.items.length === 0 ? undefined : list.isTuple ? list.items : list.items[0];
}

class Reader {
  private readonly tokens: readonly Token[];
  private readonly scope: Scope;
  private position = 0;
  private nesting = 0;

  constructor(tokens: readonly Token[], scope: Scope) {
    this.tokens = tokens;
    this.scope = scope;
  }

  /** Expressions separated by commas, up to the closing bracket or the end. */
  items(close: string | undefined): { items: PyValue[]; isTuple: boolean } | undefined {
    const items: PyValue[] = [];
    let isTuple = false;
    while (!this.isEnd(close)) {
      const item = this.binary(1);
      if (item === undefined) {
        return undefined;
      }
      items.push(item);
      if (this.take(',')) {
        isTuple = true;
      } else if (!this.isEnd(close)) {
        return undefined;
      }
    }
    return close === undefined || this.take(close) ? { items, isTuple: isTuple || items.length === 0 } : undefined;
  }

  private binary(minimum: number): PyValue | undefined {
    let left = this.unary();
    for (;;) {
      const next = this.peek();
      const operator = next?.kind === 'operator' ? next.text : '';
      const precedence = PRECEDENCE[operator];
      if (left === undefined || precedence === undefined || precedence < minimum) {
        return left;
      }
      this.position++;
      const right = this.binary(precedence + 1);
      left = right === undefined ? undefined : calculate(operator, left, right);
    }
  }

  private unary(): PyValue | undefined {
    let sign = 1;
    let isSigned = false;
    while (this.isNext('-') || this.isNext('+')) {
      sign *= this.isNext('-') ? -1 : 1;
      isSigned = true;
      this.position++;
    }
    const value = this.atom();
    return !isSigned ? value : typeof value === 'number' ? sign * value : undefined;
  }

  private atom(): PyValue | undefined {
    const token = this.peek();
    if (token?.kind === 'string') {
      return this.strings();
    }
    if (token?.kind === 'number') {
      this.position++;
      return readNumber(token.text);
    }
    if (token?.kind === 'name') {
      this.position++;
      return Object.hasOwn(WORDS, token.text) ? WORDS[token.text] : this.scope.get(token.text);
    }
    if (this.nesting >= MAX_NESTING) {
      return undefined;
    }
    this.nesting++;
    const value = this.collection();
    this.nesting--;
    return value;
  }

  /** 'a' 'b' is one string. */
  private strings(): PyValue | undefined {
    const parts: Array<string | undefined> = [];
    for (let token = this.peek(); token?.kind === 'string'; token = this.peek()) {
      parts.push(token.value);
      this.position++;
    }
    return parts.includes(undefined) ? undefined : parts.join('');
  }

  private collection(): PyValue | undefined {
    if (this.take('(')) {
      const list = this.items(')');
      return list === undefined || list.isTuple ? list?.items : list.items[0];
    }
    if (this.take('[')) {
      return this.items(']')?.items;
    }
    return this.take('{') ? this.dictOrSet() : undefined;
  }

  private dictOrSet(): PyValue | undefined {
    const entries: Array<[PyValue, PyValue]> = [];
    let isDict = this.isNext('}');
    while (!this.take('}')) {
      const key = this.binary(1);
      const hasValue = this.take(':');
      const value = hasValue ? this.binary(1) : null;
      if (key === undefined || value === undefined || (!this.take(',') && !this.isNext('}'))) {
        return undefined;
      }
      isDict ||= hasValue;
      entries.push([key, value]);
    }
    return isDict ? { entries } : entries.map(([item]) => item);
  }

  private peek(): Token | undefined {
    return this.tokens[this.position];
  }

  private isEnd(close: string | undefined): boolean {
    return this.peek() === undefined || (close !== undefined && this.isNext(close));
  }

  private isNext(text: string): boolean {
    const token = this.peek();
    return token?.kind === 'operator' && token.text === text;
  }

  private take(text: string): boolean {
    const isTaken = this.isNext(text);
    this.position += isTaken ? 1 : 0;
    return isTaken;
  }
}

/** Python 2's `0777` and `10L` included; imaginary numbers are nothing a JumpScript's metadata could mean. */
function readNumber(text: string): number | undefined {
  const digits = text.replace(/_/g, '').replace(/[lL]$/, '');
  const value = /^0[0-7]+$/.test(digits) ? parseInt(digits, 8) : Number(digits);
  return Number.isNaN(value) ? undefined : value;
}

function calculate(operator: string, left: PyValue, right: PyValue): PyValue | undefined {
  if (operator === '+' && typeof left === 'string' && typeof right === 'string') {
    return left + right;
  }
  if (operator === '+' && Array.isArray(left) && Array.isArray(right)) {
    return [...left, ...right];
  }
  if (typeof left !== 'number' || typeof right !== 'number') {
    return undefined;
  }
  const isDivision = operator === '/' || operator === '//' || operator === '%';
  return isDivision && right === 0 ? undefined : arithmetic(operator, left, right);
}

function arithmetic(operator: string, left: number, right: number): number | undefined {
  switch (operator) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '/':
      return left / right;
    case '//':
      return Math.floor(left / right);
    default:
      return left - right * Math.floor(left / right);
  }
}
