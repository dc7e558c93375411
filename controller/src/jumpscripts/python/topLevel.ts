import type { Node } from 'web-tree-sitter';
import type { Effort } from './effort';
import type { SourceFault } from './findFaults';
import type { ParsedSource } from './pythonParser';

/** Not statements, wherever they stand. */
const BESIDE = /^(?:comment|line_continuation|;)$/;
const CHILD_STEPS = 5;
/** What is in it is gone through more than once. */
const NODE_STEPS = 2;
const BLOCK_OWNER = /_(?:statement|definition|clause)$/;

export interface TopLevel {
  /** Those of the top level itself, not of blocks. What is torn has what it holds. */
  statements: Node[];
  /** The grammar takes any indentation of the top level. Inside blocks Python itself is the judge. */
  fault?: SourceFault;
}

export function readTopLevel({ root, text }: ParsedSource, effort: Effort): TopLevel {
  // To Python 2 a tab goes to the next eight columns, to the grammar it is eight: behind spaces they differ.
  const isJudged = !/^ +\t/m.test(text);
  const statements: Node[] = [];
  let fault: SourceFault | undefined;
  let before = '';
  for (const node of children(root)) {
    effort.line = node.startPosition.row + 1;
    effort.spend(CHILD_STEPS + NODE_STEPS * node.descendantCount);
    const isIndented = node.startPosition.column > 0 && !/^(?:line_continuation|;)$/.test(before);
    before = node.type;
    if (BESIDE.test(before)) {
      continue;
    }
    if (isIndented) {
      fault ??= { line: node.startPosition.row + 1, message: indentMessage(statements.at(-1)) };
    } else {
      statements.push(node);
      fault ??= emptyBlock(node);
    }
  }
  return fault !== undefined && isJudged ? { statements, fault } : { statements };
}

function indentMessage(before: Node | undefined): string {
  return before?.lastChild?.type === 'block'
    ? 'unindent does not match any outer indentation level'
    : 'unexpected indent';
}

/** A million pieces of nothing are torn each by itself, so they are gone through one by one. */
function* children(root: Node): Generator<Node> {
  const cursor = root.walk();
  try {
    for (let isThere = cursor.gotoFirstChild(); isThere; isThere = cursor.gotoNextSibling()) {
      yield* cursor.nodeType === 'ERROR' ? cursor.currentNode.children : [cursor.currentNode];
    }
  } finally {
    cursor.delete();
  }
}

function emptyBlock(owner: Node): SourceFault | undefined {
  if (!BLOCK_OWNER.test(owner.type)) {
    return undefined;
  }
  const children = owner.children.filter(({ type }) => !BESIDE.test(type));
  const at = children.findIndex(({ type, startIndex, endIndex }) => type === 'block' && startIndex === endIndex);
  if (at >= 0) {
    const line = owner.startPosition.row + 1;
    const next = children[at + 1] ?? owner.nextNamedSibling;
    return next === null
      ? { line, message: 'expected an indented block after it' }
      : { line: next.startPosition.row + 1, message: `expected an indented block after line ${line}` };
  }
  return children.flatMap((child) => (child.type.endsWith('_clause') ? (emptyBlock(child) ?? []) : []))[0];
}
