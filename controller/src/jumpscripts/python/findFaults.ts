import type { Node, TreeCursor } from 'web-tree-sitter';

/** Why a source cannot be read, and where. Lines count from 1. */
export interface SourceFault {
  line: number;
  message: string;
}

export interface Faults {
  /** What is wrong for certain, in words of our own. */
  fault?: SourceFault;
  /** Where the grammar does not go on: Python, where there is one, knows better what is wrong. */
  torn?: SourceFault;
}

interface Bracket {
  text: string;
  line: number;
}

const OPENS: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };

/** What is wrong with a source, from its tree: the leaves of it are its tokens, whether they make sense or not. */
export function findFaults(root: Node): Faults {
  if (!root.hasError) {
    return {};
  }
  const cursor = root.walk();
  try {
    return new LeafReader(cursor).read();
  } finally {
    cursor.delete();
  }
}

class LeafReader {
  private readonly cursor: TreeCursor;
  private readonly open: Bracket[] = [];
  private torn: SourceFault | undefined;

  constructor(cursor: TreeCursor) {
    this.cursor = cursor;
  }

  read(): Faults {
    const { cursor } = this;
    const above: string[] = [];
    for (;;) {
      const fault = this.look(above.at(-1));
      if (fault !== undefined) {
        return { fault };
      }
      const { nodeType } = cursor;
      if (cursor.gotoFirstChild()) {
        above.push(nodeType);
        continue;
      }
      while (!cursor.gotoNextSibling()) {
        if (!cursor.gotoParent()) {
          return this.atEnd();
        }
        above.pop();
      }
    }
  }

  private atEnd(): Faults {
    const unclosed = this.open.at(-1);
    if (unclosed !== undefined) {
      return { fault: { line: unclosed.line, message: `'${unclosed.text}' is never closed` } };
    }
    return this.torn === undefined ? {} : { torn: this.torn };
  }

  private look(parent: string | undefined): SourceFault | undefined {
    const { nodeType: type, nodeIsMissing: isMissing } = this.cursor;
    if (type === 'ERROR' || isMissing) {
      return this.tear(isMissing);
    }
    switch (type) {
      case '(':
      case '[':
      case '{':
        this.open.push({ text: type, line: this.line });
        return undefined;
      case ')':
      case ']':
      case '}':
        return this.close(type);
      case 'string_start':
        return parent === 'string' ? undefined : this.unclosedString();
      default:
        return undefined;
    }
  }

  private get line(): number {
    return this.cursor.startPosition.row + 1;
  }

  /** An error without anything in it is what no token begins with. */
  private tear(isMissing: boolean): SourceFault | undefined {
    const { currentNode: node } = this.cursor;
    if (!isMissing && node.childCount === 0) {
      return { line: this.line, message: `unexpected character ${JSON.stringify([...node.text][0])}` };
    }
    const near = /^[^\n]{0,60}/.exec(node.text)?.[0] ?? '';
    this.torn ??= {
      line: this.line,
      message: isMissing ? `invalid syntax: expected ${node.type}` : `invalid syntax at ${JSON.stringify(near)}`,
    };
    return undefined;
  }

  private close(type: string): SourceFault | undefined {
    const last = this.open.pop();
    if (last?.text === OPENS[type]) {
      return undefined;
    }
    const came = last === undefined ? 'nothing is open' : `'${last.text}' of line ${last.line} is open`;
    return { line: this.line, message: `'${type}' closes '${OPENS[type]}', but ${came}` };
  }

  private unclosedString(): SourceFault {
    const quote = this.cursor.nodeText.replace(/^[a-zA-Z]*/, '');
    return {
      line: this.line,
      message:
        quote.length === 3
          ? `the ${quote} string is never closed`
          : `the string is not closed with ${quote} on its line`,
    };
  }
}
