import type { Node } from 'web-tree-sitter';
import { calculate } from './calculate';
import type { PyValue } from './pyValue';
import { readConstant } from './readConstant';
import { readParameters, type Parameters } from './readParameters';

export interface Assignment {
  line: number;
  /** undefined: not a constant. */
  value: PyValue | undefined;
  /** The right side as written. */
  written: string;
}

export interface PyFunction extends Parameters {
  line: number;
  isAsync: boolean;
  isDecorated: boolean;
}

export interface Statements {
  /** What each name is in the end. */
  assignments: Map<string, Assignment>;
  functions: Map<string, PyFunction>;
  /** Names that a block may assign, and its line: whether it does, only running it would tell. */
  changes: Map<string, number>;
}

export function readStatements(nodes: readonly Node[], text: string): Statements {
  const reader = new StatementReader(text);
  nodes.forEach((node) => reader.read(node));
  return reader;
}

class StatementReader implements Statements {
  readonly assignments = new Map<string, Assignment>();
  readonly functions = new Map<string, PyFunction>();
  readonly changes = new Map<string, number>();
  private readonly scope = new Map<string, PyValue>();
  private readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  read(node: Node): void {
    switch (node.type) {
      case 'expression_statement':
        return node.namedChildren.forEach((child) => this.readExpression(child));
      case 'delete_statement':
        return node.descendantsOfType('identifier').forEach((name) => this.forget(this.written(name)));
      case 'function_definition':
        return this.readFunction(node, false);
      case 'decorated_definition':
        return node.namedChildren
          .filter(({ type }) => type === 'function_definition')
          .forEach((one) => this.readFunction(one, true));
      default:
        return this.readBlocks(node);
    }
  }

  private readExpression(node: Node): void {
    switch (node.type) {
      case 'assignment':
        return this.assign(node);
      case 'augmented_assignment':
        return this.augment(node);
      case 'call':
        return this.callMethod(node);
      default:
    }
  }

  /** `name = value`, `name: type = value`, `a = b = value`, `a, b = 1, 2`. */
  private assign(node: Node): void {
    const targets: Node[] = [];
    let right: Node | null = node;
    while (right?.type === 'assignment') {
      targets.push(...right.childrenForFieldName('left'));
      right = right.childForFieldName('right');
    }
    if (right === null) {
      return;
    }
    const value = this.isBroken(targets[0], right) ? undefined : readConstant(right, this.text, this.scope);
    for (const target of targets) {
      const isOne = target.type === 'identifier';
      const items = Array.isArray(value) && value.length === target.namedChildCount ? value : [];
      const names = isOne
        ? [target]
        : /^(?:pattern_list|tuple_pattern|list_pattern)$/.test(target.type)
          ? target.namedChildren
          : [];
      names.forEach((name, index) => this.set(name, isOne ? value : items[index], right));
    }
  }

  /** To the grammar a line may end behind `=`, as if the next one went on. */
  private isBroken(target: Node | undefined, right: Node): boolean {
    return /(?<!\\)\n/.test(this.text.slice(target?.endIndex, right.startIndex));
  }

  /** `period *= 5` */
  private augment(node: Node): void {
    const [name, operator, right] = node.children;
    if (name === undefined || operator === undefined || right === undefined) {
      return;
    }
    const [before, operand] = [this.scope.get(this.written(name)), readConstant(right, this.text, this.scope)];
    const isKnown = before !== undefined && operand !== undefined;
    this.set(name, isKnown ? calculate(operator.type.slice(0, -1), before, operand) : undefined, node);
  }

  /** `roles.append("x")`. What other methods do to a list or dict is not known; texts and numbers have none that change them. */
  private callMethod(node: Node): void {
    const [name, , method] = node.childForFieldName('function')?.children ?? [];
    const before = name === undefined ? undefined : this.scope.get(this.written(name));
    if (name === undefined || method === undefined || typeof before !== 'object' || before === null) {
      return;
    }
    const item = this.written(method) === 'append' ? this.onlyArgument(node) : undefined;
    this.set(name, Array.isArray(before) && item !== undefined ? [...before, item] : undefined, node);
  }

  private onlyArgument(call: Node): PyValue | undefined {
    const [argument, more] = call.childForFieldName('arguments')?.namedChildren ?? [];
    return argument === undefined || more !== undefined ? undefined : readConstant(argument, this.text, this.scope);
  }

  private set(target: Node, value: PyValue | undefined, { startIndex, endIndex }: Node): void {
    const name = this.written(target);
    if (target.type !== 'identifier') {
      return;
    }
    this.forget(name);
    const line = target.startPosition.row + 1;
    this.assignments.set(name, { line, value, written: this.text.slice(startIndex, endIndex) });
    if (value !== undefined) {
      this.scope.set(name, value);
    }
  }

  private forget(name: string): void {
    this.assignments.delete(name);
    this.changes.delete(name);
    this.scope.delete(name);
  }

  private readFunction(node: Node, isDecorated: boolean): void {
    const name = node.childForFieldName('name');
    if (name !== null) {
      const parameters = readParameters(node.childForFieldName('parameters'), this.text);
      const line = name.startPosition.row + 1;
      const isAsync = node.firstChild?.type === 'async';
      this.functions.set(this.written(name), { line, isAsync, isDecorated, ...parameters });
    }
  }

  private readBlocks(statement: Node): void {
    const blocks = [statement];
    for (let node = blocks.pop(); node !== undefined; node = blocks.pop()) {
      for (const child of node.namedChildren) {
        if (/(?:_statement|_clause|^block)$/.test(child.type)) {
          blocks.push(child);
        } else if (/assignment$/.test(child.type)) {
          const [target] = child.childrenForFieldName('left');
          const names = target?.type === 'identifier' ? [target] : (target?.namedChildren ?? []);
          names.forEach((name) => this.changes.set(this.written(name), name.startPosition.row + 1));
        }
      }
    }
  }

  private written({ startIndex, endIndex }: Node): string {
    return this.text.slice(startIndex, endIndex);
  }
}
