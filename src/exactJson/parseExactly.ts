import { exactNumber } from './exactNumber';

/** A text, a number, a word, or a sign; what stands between them is white space. */
const TOKEN = /"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*|true|false|null|[[\]{},:]/y;
const BLANK = /[ \t\r\n]*/y;

type Opened = { list: unknown[] } | { entries: Array<[string, unknown]>; name: string | undefined };

/**
 * As JSON.parse, but no number is rounded: `[1, 9007199254740993]` → `[1, ExactNumber('9007199254740993')]`. It takes text that
 * a JSON writer has made, and depth costs no stack. What is no JSON throws a SyntaxError.
 */
export function parseExactly(text: string): unknown {
  const opened: Opened[] = [];
  let whole: { value: unknown } | undefined;
  const give = (value: unknown) => {
    const parent = opened.at(-1);
    if (parent === undefined) {
      whole = { value };
    } else if ('list' in parent) {
      parent.list.push(value);
    } else if (parent.name === undefined) {
      parent.name = String(value);
    } else {
      parent.entries.push([parent.name, value]);
      parent.name = undefined;
    }
  };
  for (const token of tokensOf(text)) {
    if (token === '[') {
      opened.push({ list: [] });
    } else if (token === '{') {
      opened.push({ entries: [], name: undefined });
    } else if (token === ']' || token === '}') {
      give(closed(opened.pop()));
    } else if (token !== ',' && token !== ':') {
      give(/^[-\d]/.test(token) ? exactNumber(token) : JSON.parse(token));
    }
  }
  if (whole === undefined || opened.length > 0) {
    throw new SyntaxError('Expected a whole JSON value, got a part of one.');
  }
  return whole.value;
}

/** fromEntries defines what it is given: "__proto__" is a name as any other. */
function closed(container: Opened | undefined): unknown {
  if (container === undefined) {
    throw new SyntaxError('Expected each ] and } of JSON to close something.');
  }
  return 'list' in container ? container.list : Object.fromEntries(container.entries);
}

function* tokensOf(text: string): Generator<string> {
  let at = afterBlank(text, 0);
  while (at < text.length) {
    TOKEN.lastIndex = at;
    const token = TOKEN.exec(text)?.[0];
    if (token === undefined) {
      throw new SyntaxError(`Expected JSON, got something else from character ${at} on.`);
    }
    yield token;
    at = afterBlank(text, at + token.length);
  }
}

function afterBlank(text: string, at: number): number {
  BLANK.lastIndex = at;
  BLANK.test(text);
  return BLANK.lastIndex;
}
