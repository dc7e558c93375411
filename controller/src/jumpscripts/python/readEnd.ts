import type { Node } from 'web-tree-sitter';

const EXIT = /^(?:sys\s*\.\s*exit|os\s*\.\s*_exit|exit|quit)$/;

/** A statement of the top level that ends the process whenever the file is loaded. */
export function readEnd(statement: Node, text: string): { line: number; written: string } | undefined {
  const [call] = statement.namedChildren;
  const callee = call?.type === 'call' ? call.childForFieldName('function') : null;
  return callee !== null && EXIT.test(text.slice(callee.startIndex, callee.endIndex))
    ? { line: statement.startPosition.row + 1, written: text.slice(statement.startIndex, statement.endIndex) }
    : undefined;
}
