import { bareTupleCommas } from './bareTuples';
import { tokenize, type Token } from './tokenize';
import { tupleParameters } from './tupleParameters';

interface Edit {
  start: number;
  end: number;
  text: string;
}

/**
 * A source of Python 2 with its syntax written as Python 3's, line for line, so that Python 3's parser can judge the rest
 * of it. It is only ever parsed: `print x` becomes `return x`, which takes whatever print took. Undefined when nothing in
 * it is Python 2's, or when it also holds what only Python 3 has: then it is wrong in both.
 */
export function toPython3(source: string): string | undefined {
  const { tokens, fault } = tokenize(source);
  if (fault !== undefined) {
    return undefined;
  }
  const statements = splitStatements(tokens);
  const metadata = statements.flatMap(editMetadata);
  const commas = bareTupleCommas(tokens).map((comma) => replace(comma, ' or '));
  const signs = [...tokens.flatMap(editToken), ...statements.flatMap(editStatement), ...commas];
  if (signs.length === 0) {
    return metadata.length === 0 ? undefined : apply(source, metadata);
  }
  const dialect = tokens.flatMap((token) => [...editIndent(token, source), ...editString(token)]);
  return tokens.some(isPython3Only) ? undefined : apply(source, [...signs, ...dialect, ...metadata]);
}

/** Simple statements, and the heads of compound ones. */
function splitStatements(tokens: readonly Token[]): Token[][] {
  const statements: Token[][] = [[]];
  for (const token of tokens) {
    if (token.kind === 'newline' || (token.depth === 0 && (token.text === ';' || token.text === ':'))) {
      statements.push([]);
    } else {
      statements.at(-1)?.push(token);
    }
  }
  return statements.filter((statement) => statement.length > 0);
}

/** `async = True` was metadata. It says nothing of the dialect: agents run such files with Python 3. */
function editMetadata([first, second]: readonly Token[]): Edit[] {
  const isRenamed = first?.text === 'async' && first.indent === 0 && second?.text === '=';
  return isRenamed ? [replace(first, 'async_')] : [];
}

/** What only Python 2 writes like this, whatever stands around it. */
function editToken(token: Token, index: number, tokens: readonly Token[]): Edit[] {
  const { kind, text } = token;
  if (kind === 'operator' && text === '<>') {
    return [replace(token, '!=')];
  }
  if (kind === 'string' && /^ur/i.test(text)) {
    return [replace(token, text.slice(1))];
  }
  if (kind === 'number') {
    const written = text.replace(/[lL]$/, ' ').replace(/^0+([1-7][0-7]* ?)$/, '0o$1');
    return written === text ? [] : [replace(token, written)];
  }
  const isMetadata = token.indent === 0 && tokens[index + 1]?.text === '=';
  const isAttribute = tokens[index - 1]?.text === '.' && /^(True|False|None|nonlocal|async|await)$/.test(text);
  return isAttribute || (!isMetadata && isOldName(token, tokens[index + 1])) ? [replace(token, `${text}_`)] : [];
}

/** Keywords since Python 3.7; before, names like any other. `await -x` may be either. */
function isOldName({ kind, text }: Token, next: Token | undefined): boolean {
  if (kind !== 'name' || next === undefined) {
    return false;
  }
  return text === 'async'
    ? !isAsyncBlock(next)
    : text === 'await' && (next.kind === 'newline' || (next.kind === 'operator' && !/^[-+~([{`]$/.test(next.text)));
}

function isAsyncBlock(next: Token | undefined): boolean {
  return next !== undefined && ['def', 'for', 'with'].includes(next.text);
}

function editStatement(statement: readonly Token[]): Edit[] {
  const backticks = statement
    .filter(({ kind, text }) => kind === 'operator' && text === '`')
    .map((token, index) => replace(token, index % 2 === 0 ? '(' : ')'));
  const tuples = tupleParameters(statement).map(({ first, last }) => ({
    start: first.start,
    end: last.end,
    text: `_${'\\\n'.repeat(last.line - first.line)}`,
  }));
  return [...backticks, ...tuples, ...editKeyword(statement)];
}

function editKeyword(statement: readonly Token[]): Edit[] {
  const [first, second] = statement;
  const last = statement.at(-1);
  if (first === undefined || second === undefined || last === undefined) {
    return [];
  }
  const commas = statement.filter(({ text, depth }) => text === ',' && depth === first.depth).length;
  switch (first.text) {
    case 'print':
    case 'exec':
      return beginsOperand(second) ? [replace(first, 'return')] : [];
    case 'raise':
      return commas > 0 ? [replace(first, 'return')] : [];
    case 'except':
      return commas === 1 ? [insert(second.start, '('), insert(last.end, ')')] : [];
    default:
      return [];
  }
}

/** What cannot follow a name in Python 3. `print (x)` and `print -x` mean something in both. */
function beginsOperand({ kind, text }: Token): boolean {
  return kind === 'operator'
    ? ['[', '{', '`', '~'].includes(text)
    : !['in', 'is', 'and', 'or', 'if', 'for'].includes(text);
}

function isPython3Only({ kind, text }: Token, index: number, tokens: readonly Token[]): boolean {
  switch (kind) {
    case 'string':
      return /^[rR]?[fFtT]/.test(text);
    case 'operator':
      return text === '->' || text === ':=';
    case 'name':
      return text === 'async' && isAsyncBlock(tokens[index + 1]);
    default:
      return false;
  }
}

/** Python 2 takes tabs and spaces mixed, a tab to the next eight columns. */
function editIndent({ start, indent }: Token, source: string): Edit[] {
  let lineStart = start;
  while (indent !== undefined && ' \t\f'.includes(source.charAt(lineStart - 1) || '\n')) {
    lineStart--;
  }
  const isTabbed = source.slice(lineStart, start).includes('\t');
  return isTabbed && indent !== undefined ? [{ start: lineStart, end: start, text: ' '.repeat(indent) }] : [];
}

/** `"C:\Users"` and `b"é"` are fine in Python 2, where such strings are bytes. */
function editString(token: Token): Edit[] {
  const isBytes = token.kind === 'string' && !/^u/i.test(token.text);
  return isBytes && /\\[uUN]|\P{ASCII}/u.test(token.text) ? [replace(token, "''")] : [];
}

/** With as many line ends as before, so that what follows stays on its line. */
function replace(token: Token, text: string): Edit {
  const ends = token.text.split(/\r\n|\r|\n/).length - text.split(/\r\n|\r|\n/).length;
  return { start: token.start, end: token.end, text: text + '\\\n'.repeat(ends) };
}

function insert(at: number, text: string): Edit {
  return { start: at, end: at, text };
}

/** Of two edits that overlap, the one that begins first counts. */
function apply(source: string, edits: readonly Edit[]): string {
  const parts: string[] = [];
  let position = 0;
  for (const { start, end, text } of [...edits].sort((one, other) => one.start - other.start)) {
    if (start >= position) {
      parts.push(source.slice(position, start), text);
      position = end;
    }
  }
  return parts.join('') + source.slice(position);
}
