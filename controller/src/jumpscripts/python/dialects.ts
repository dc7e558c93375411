import type { Node, QueryCapture } from 'web-tree-sitter';
import type { SourceFault } from './findFaults';

/** A construct of one dialect only, by the name of its capture. */
const CONSTRUCTS: Readonly<Record<string, { isOf: 2 | 3; words: string }>> = {
  print: { isOf: 2, words: 'print without brackets' },
  exec: { isOf: 2, words: 'exec without brackets' },
  raise: { isOf: 2, words: 'raise with a comma' },
  except: { isOf: 2, words: 'except with a comma' },
  tuple: { isOf: 2, words: 'a tuple among the parameters' },
  number: { isOf: 2, words: 'a number like 0755 or 10L' },
  quote: { isOf: 2, words: 'ur"..." or backticks' },
  unequal: { isOf: 2, words: '<>' },
  bare: { isOf: 2, words: 'a tuple without brackets in a list' },
  name: { isOf: 2, words: 'async or await as a name' },
  format: { isOf: 3, words: 'f"..."' },
  arrow: { isOf: 3, words: '->' },
  walrus: { isOf: 3, words: ':=' },
  async: { isOf: 3, words: 'async' },
};

export const DIALECTS = `
(print_statement) @print
(exec_statement) @exec
(raise_statement (expression_list)) @raise
(except_clause value: (_) . "," . value: (_)) @except
(parameters (tuple_pattern) @tuple)
(lambda_parameters (tuple_pattern) @tuple)
((integer) @number (#match? @number "^0+[1-7][0-7]*[lL]?$|[lL]$"))
((string_start) @quote (#match? @quote "^([uU][rR]|\`)"))
"<>" @unequal
(list_comprehension (for_in_clause right: (_) . ",") @bare)
((string_start) @format (#match? @format "^[rR]?[fFtT]"))
(function_definition return_type: (_)) @arrow
(named_expression) @walrus
"async" @async
`;

/** Looks at every name, so it is asked only where the words occur. */
export const KEYWORD_NAMES = '((identifier) @name (#any-of? @name "async" "await"))';

/** Where a source is Python 2, and where Python 3 only, when it is. Python 3 refuses the one, Python 2 the other. */
export interface Dialect {
  python2?: SourceFault;
  python3?: SourceFault;
}

export function findDialect(captures: readonly QueryCapture[]): Dialect {
  const found: Dialect = {};
  for (const { name, node } of captures) {
    const construct = CONSTRUCTS[name];
    if (construct === undefined || isMetadata(name, node)) {
      continue;
    }
    const fault = { line: node.startPosition.row + 1, message: construct.words };
    if (construct.isOf === 2) {
      found.python2 ??= fault;
    } else {
      found.python3 ??= fault;
    }
  }
  return found;
}

/** `async = True` at the top says nothing of the dialect: agents run such files with Python 3. */
function isMetadata(name: string, node: Node): boolean {
  return name === 'name' && node.parent?.type === 'assignment' && node.parent.parent?.parent?.type === 'module';
}
