import type { Node } from 'web-tree-sitter';
import { calculate, MAX_ITEMS } from './calculate';
import type { Effort } from './effort';
import { frozen } from './mutable';
import type { PyValue } from './pyValue';
import { readString } from './readString';

/** Values of names assigned so far, so that `descr = title` can be read. */
export type Scope = ReadonlyMap<string, PyValue>;

const MAX_NESTING = 100;
const CALCULATION_STEPS = 5;
const BESIDE = /^(?:comment|line_continuation)$/;

/**
 * Reads a constant expression: literals, nested collections, names assigned before, and arithmetic such as `60 * 5`.
 * undefined = it is something only running the source could tell.
 */
export function readConstant(node: Node, text: string, scope: Scope, effort: Effort): PyValue | undefined {
  return new ConstantReader(text, scope, effort).read(node);
}

class ConstantReader {
  private readonly text: string;
  private readonly scope: Scope;
  private readonly effort: Effort;
  private nesting = 0;

  constructor(text: string, scope: Scope, effort: Effort) {
    this.text = text;
    this.scope = scope;
    this.effort = effort;
  }

  read(node: Node): PyValue | undefined {
    this.effort.spend();
    if (node.hasError || this.nesting >= MAX_NESTING) {
      return undefined;
    }
    this.nesting++;
    const value = this.valueOf(node);
    this.nesting--;
    return value;
  }

  private valueOf(node: Node): PyValue | undefined {
    switch (node.type) {
      case 'none':
        return null;
      case 'true':
      case 'false':
        return node.type === 'true';
      case 'integer':
      case 'float':
        return readNumber(this.written(node));
      case 'string':
        return readString(this.written(node));
      case 'identifier':
        return this.paid(this.scope.get(this.written(node)));
      case 'unary_operator':
        return this.signed(node);
      case 'binary_operator':
        return this.calculated(node);
      default:
        return this.collection(node);
    }
  }

  /** What is read by its name, or a sum, may be far longer than what is written. */
  private paid(value: PyValue | undefined): PyValue | undefined {
    if (typeof value === 'string') {
      this.effort.spendText(value.length);
    } else if (Array.isArray(value)) {
      this.effort.spend(value.length);
    }
    return value;
  }

  private collection(node: Node): PyValue | undefined {
    switch (node.type) {
      case 'parenthesized_expression':
        return this.items(node)?.[0];
      case 'concatenated_string':
        return this.items(node)?.join('');
      case 'tuple':
      case 'expression_list':
        return this.tuple(node);
      case 'list':
      case 'set':
        return this.items(node);
      case 'dictionary':
        return this.dict(node);
      default:
        return undefined;
    }
  }

  private items(node: Node): PyValue[] | undefined {
    const items = parts(node)?.map((item) => this.read(item));
    return items?.every((item) => item !== undefined) ? items : undefined;
  }

  private tuple(node: Node): PyValue | undefined {
    const items = this.items(node);
    return items && frozen(items);
  }

  private dict(node: Node): PyValue | undefined {
    const entries: Array<[PyValue, PyValue]> = [];
    for (const pair of parts(node) ?? []) {
      const [key, value] = pair.type === 'pair' ? (this.items(pair) ?? []) : [];
      if (key === undefined || value === undefined) {
        return undefined;
      }
      entries.push([key, value]);
    }
    return { entries };
  }

  private signed(node: Node): PyValue | undefined {
    const sign = this.written(node).charAt(0);
    const [operand] = this.items(node) ?? [];
    return typeof operand !== 'number' || sign === '~' ? undefined : sign === '-' ? -operand : operand;
  }

  /** `1 + 2 + 3 ...` is nested to the left, as deep as it is long. */
  private calculated(node: Node): PyValue | undefined {
    const steps: Array<{ operator: string; right: Node }> = [];
    let left: Node = node;
    while (left.type === 'binary_operator') {
      this.effort.spend(CALCULATION_STEPS);
      const [first, operator, right] = left.children.filter(({ type }) => type !== 'comment');
      if (first === undefined || operator === undefined || right === undefined) {
        return undefined;
      }
      steps.push({ operator: operator.type, right });
      left = first;
    }
    let value = this.read(left);
    for (const { operator, right } of steps.reverse()) {
      const operand = value === undefined ? undefined : this.read(right);
      value = value === undefined || operand === undefined ? undefined : this.paid(calculate(operator, value, operand));
    }
    return value;
  }

  private written(node: Node): string {
    return this.text.slice(node.startIndex, node.endIndex);
  }
}

function parts(node: Node): Node[] | undefined {
  return node.namedChildCount > MAX_ITEMS ? undefined : node.namedChildren.filter(({ type }) => !BESIDE.test(type));
}

/** Python 2's `0777` and `10L` included; imaginary numbers are nothing a JumpScript's metadata could mean. */
function readNumber(text: string): number | undefined {
  const digits = text.replace(/_/g, '').replace(/[lL]$/, '');
  const value = /^0[0-7]+$/.test(digits) ? parseInt(digits, 8) : Number(digits);
  return Number.isNaN(value) ? undefined : value;
}
