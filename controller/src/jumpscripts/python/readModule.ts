import { readExpression, type PyValue } from './readExpression';
import { tokenize, type SourceFault, type Token } from './tokenize';

export interface Assignment {
  line: number;
  /** undefined: not a constant. */
  value: PyValue | undefined;
  /** The right side as written. */
  written: string;
}

export interface Parameter {
  /** With its stars: `*args`, `**kwargs`. */
  name: string;
  /** As written; null when there is none. */
  default: string | null;
}

/** What the top level of a source says, without running it. */
export interface Module {
  /** The last assignment to each name. */
  assignments: Map<string, Assignment>;
  functions: Map<string, { line: number; parameters: Parameter[] }>;
  fault?: SourceFault;
}

export function readModule(source: string): Module {
  const { tokens, fault } = tokenize(source);
  const assignments = new Map<string, Assignment>();
  const functions: Module['functions'] = new Map();
  const scope = new Map<string, PyValue>();
  const lines = logicalLines(tokens);
  for (const line of lines.filter((candidate) => candidate[0]?.indent === 0)) {
    readFunction(line, source, functions);
    for (const statement of splitAt(line, ';')) {
      readAssignment(statement, source, scope, assignments);
    }
  }
  const found = earliest(fault, indentFault(lines));
  return { assignments, functions, ...(found === undefined ? {} : { fault: found }) };
}

function logicalLines(tokens: readonly Token[]): Token[][] {
  const lines: Token[][] = [[]];
  for (const token of tokens) {
    if (token.kind === 'newline') {
      lines.push([]);
    } else {
      lines.at(-1)?.push(token);
    }
  }
  return lines.filter((line) => line.length > 0);
}

/** `name = value`, `name: type = value`, `a = b = value`; anything else at top level means nothing here. */
function readAssignment(
  statement: readonly Token[],
  source: string,
  scope: Map<string, PyValue>,
  into: Map<string, Assignment>
): void {
  const sides = splitAt(statement, '=');
  const right = sides.pop() ?? [];
  const [first, last] = [right[0], right.at(-1)];
  if (sides.length === 0 || first === undefined || last === undefined) {
    return;
  }
  const value = readExpression(right, scope);
  for (const [target, colon] of sides) {
    const isName = target?.kind === 'name' && (colon === undefined || colon.text === ':');
    if (!isName) {
      continue;
    }
    into.set(target.text, { line: target.line, value, written: source.slice(first.start, last.end) });
    if (value === undefined) {
      scope.delete(target.text);
    } else {
      scope.set(target.text, value);
    }
  }
}

function readFunction(line: readonly Token[], source: string, into: Module['functions']): void {
  const start = line[0]?.text === 'async' && line[1]?.text === 'def' ? 1 : 0;
  const [def, name, open] = line.slice(start, start + 3);
  if (def?.text !== 'def' || name?.kind !== 'name' || open?.text !== '(') {
    return;
  }
  const inside = line.slice(start + 3);
  const end = inside.findIndex((token) => token.text === ')' && token.depth === 0);
  const parameters = splitAt(inside.slice(0, Math.max(0, end)), ',', 1).flatMap((tokens) =>
    readParameter(tokens, source)
  );
  into.set(name.text, { line: name.line, parameters });
}

function readParameter(tokens: readonly Token[], source: string): Parameter[] {
  const stars = tokens.findIndex((token) => token.text !== '*' && token.text !== '**');
  const name = tokens[stars];
  if (name?.kind !== 'name') {
    // A lone `*` or `/`, or a tuple parameter of Python 2.
    return [];
  }
  const equals = tokens.findIndex((token) => token.text === '=' && token.depth === 1);
  const [first, last] = [tokens[equals + 1], tokens.at(-1)];
  const prefix = tokens
    .slice(0, stars)
    .map((token) => token.text)
    .join('');
  const isDefaulted = equals >= 0 && first !== undefined && last !== undefined;
  return [{ name: prefix + name.text, default: isDefaulted ? source.slice(first.start, last.end) : null }];
}

/** Only the top level is judged: inside blocks Python itself is the judge. */
function indentFault(lines: readonly Token[][]): SourceFault | undefined {
  let opener: Token | undefined;
  let isInBlock = false;
  for (const line of lines) {
    const first = line[0];
    if (first?.indent === undefined) {
      continue;
    }
    if (first.indent > 0 && !isInBlock) {
      return { line: first.line, message: 'unexpected indent' };
    }
    if (first.indent === 0) {
      if (opener !== undefined) {
        return { line: first.line, message: `expected an indented block after line ${opener.line}` };
      }
      isInBlock = line.at(-1)?.text === ':';
      opener = isInBlock ? first : undefined;
    } else {
      opener = undefined;
    }
  }
  return opener === undefined ? undefined : { line: opener.line, message: 'expected an indented block after it' };
}

function earliest(one: SourceFault | undefined, other: SourceFault | undefined): SourceFault | undefined {
  return one === undefined || (other !== undefined && other.line < one.line) ? other : one;
}

function splitAt(tokens: readonly Token[], separator: string, depth = 0): Token[][] {
  const parts: Token[][] = [[]];
  for (const token of tokens) {
    if (token.kind === 'operator' && token.text === separator && token.depth === depth) {
      parts.push([]);
    } else {
      parts.at(-1)?.push(token);
    }
  }
  return parts;
}
