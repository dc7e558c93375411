import type { Node } from 'web-tree-sitter';
import { augmented } from './calculate';
import type { Effort } from './effort';
import { findBindings, findChanges, mayChange, type Change } from './findChanges';
import { isList, isMutable, reachable } from './mutable';
import type { PyValue } from './pyValue';
import { readConstant } from './readConstant';
import { readFunction, type PyFunction } from './readFunction';
import { readEnd } from './readEnd';

export interface Assignment {
  line: number;
  /** undefined: not a constant. */
  value: PyValue | undefined;
  /** The right side as written, or what else changes it. */
  written: string;
}

/** Something that the source does to its names and that is not followed. */
export interface Remark {
  line: number;
  /** As written. */
  written: string;
}

export interface Statements {
  /** What each name is in the end. */
  assignments: Map<string, Assignment>;
  functions: Map<string, PyFunction>;
  /** Names that are no constant and were none before: a module, what a loop goes through. */
  others: Map<string, Remark>;
  /** Names that functions may change. */
  later: Map<string, Remark>;
  /** What may change any name. */
  unseen?: Remark;
  /** Where the source ends itself. */
  end?: Remark;
}

export function readStatements(nodes: readonly Node[], text: string, effort: Effort): Statements {
  const reader = new StatementReader(text, effort);
  nodes.forEach((node) => reader.read(node));
  return reader;
}

const STATEMENT_STEPS = 15;
const TARGET_STEPS = 5;
const LITERALS = /^(?:string|integer|float|true|false|none|identifier)$/;
/** Statements; an expression is followed by itself. */
const BLOCKS = /_(?:statement|definition)$/;
const PATTERNS = /^(?:pattern_list|tuple_pattern|list_pattern)$/;

class StatementReader implements Statements {
  readonly assignments = new Map<string, Assignment>();
  readonly functions = new Map<string, PyFunction>();
  readonly others = new Map<string, Remark>();
  readonly later = new Map<string, Remark>();
  unseen?: Remark;
  end?: Remark;
  private readonly scope = new Map<string, PyValue>();
  /** Names that were lists or dicts at some time. */
  private readonly mutables = new Set<string>();
  private readonly text: string;
  private readonly effort: Effort;

  constructor(text: string, effort: Effort) {
    this.text = text;
    this.effort = effort;
  }

  read(node: Node): void {
    this.effort.line = node.startPosition.row + 1;
    this.effort.spend(STATEMENT_STEPS);
    switch (node.type) {
      case 'expression_statement':
        this.end ??= readEnd(node, this.text);
        return node.namedChildren.forEach((child) => this.readExpression(child));
      case 'delete_statement':
        return this.deleteNames(node);
      case 'function_definition':
        return this.define(node, node);
      case 'decorated_definition':
        return this.define(node, node.childForFieldName('definition'));
      case 'raise_statement':
        this.end ??= this.remark(node);
        return;
      default:
        return this.follow(node);
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
        return this.follow(node);
    }
  }

  /** `name = value`, `name: type = value`, `a = b = value`, `a, (b, c) = 1, (2, 3)`. */
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
    this.follow(right);
    const value = this.isBroken(targets[0], right) ? undefined : this.constant(right);
    for (const target of targets) {
      this.bind(target, value, right);
    }
  }

  private bind(target: Node, value: PyValue | undefined, right: Node): void {
    if (target.type === 'identifier') {
      return this.set(target, value, right);
    }
    if (!PATTERNS.test(target.type)) {
      const node = target.parent ?? right;
      return findBindings(target, node, this.text, this.effort).forEach((change) => this.change(change, right));
    }
    const parts = target.namedChildren;
    const isOne = target.type === 'tuple_pattern' && target.children.every(({ type }) => type !== ',');
    const isSplat = parts.some(({ type }) => type === 'list_splat_pattern');
    const values = Array.isArray(value) && value.length === parts.length && !isSplat ? value : [];
    parts.forEach((part, index) => this.bind(part, isOne ? value : values[index], right));
  }

  /** To the grammar a line may end behind `=`, as if the next one went on. */
  private isBroken(target: Node | undefined, right: Node): boolean {
    return /(?<!\\)\n/.test(this.text.slice(target?.endIndex, right.startIndex));
  }

  /** `period *= 5` */
  private augment(node: Node): void {
    const [target, operator, right] = node.children;
    if (target === undefined || operator === undefined || right === undefined) {
      return;
    }
    this.follow(right);
    if (target.type !== 'identifier') {
      return this.bind(target, undefined, node);
    }
    const [before, operand] = [this.scope.get(this.written(target)), this.constant(right)];
    const value = before === undefined || operand === undefined ? undefined : augmented(operator.type, before, operand);
    if (value === undefined) {
      this.changeContents(this.written(target), node);
    }
    this.set(target, value, node);
  }

  /** `roles.append("x")`. What other methods do to a list or dict is not known; texts and numbers have none that change them. */
  private callMethod(node: Node): void {
    const [name, , method] = node.childForFieldName('function')?.children ?? [];
    const isAppend = method !== undefined && this.written(method) === 'append';
    const list = name?.type === 'identifier' && isAppend ? this.scope.get(this.written(name)) : undefined;
    const item = this.onlyArgument(node);
    if (name === undefined || list === undefined || !isList(list) || item === undefined) {
      return this.follow(node);
    }
    list.push(item);
    this.set(name, list, node);
  }

  private onlyArgument(call: Node): PyValue | undefined {
    const [argument, more] = call.childForFieldName('arguments')?.namedChildren ?? [];
    return argument === undefined || more !== undefined ? undefined : this.constant(argument);
  }

  private deleteNames(node: Node): void {
    const [list] = node.namedChildren;
    const targets = list?.type === 'expression_list' ? list.namedChildren : node.namedChildren;
    for (const target of targets) {
      if (target.type === 'identifier') {
        this.forget(this.written(target));
        this.functions.delete(this.written(target));
      } else {
        this.follow(node);
      }
    }
  }

  private set(target: Node, value: PyValue | undefined, right: Node): void {
    this.setName(this.written(target), value, { line: target.startPosition.row + 1, written: this.written(right) });
  }

  private setName(name: string, value: PyValue | undefined, remark: Remark): void {
    this.effort.spend(TARGET_STEPS);
    this.forget(name);
    this.assignments.set(name, { ...remark, value });
    this.rebindFunction(name, value);
    if (value !== undefined) {
      this.scope.set(name, value);
      if (isMutable(value)) {
        this.mutables.add(name);
      }
    }
  }

  private forget(name: string): void {
    this.assignments.delete(name);
    this.others.delete(name);
    this.scope.delete(name);
  }

  private define(statement: Node, definition: Node | null): void {
    this.follow(statement);
    const read = definition?.type === 'function_definition' ? readFunction(definition, this.text) : undefined;
    if (read !== undefined) {
      this.functions.set(read.name, { ...read, isDecorated: statement !== definition });
    }
  }

  /** What else a statement may do, in a block or anywhere in it. */
  private follow(node: Node): void {
    if (LITERALS.test(node.type) || (!BLOCKS.test(node.type) && !mayChange(this.written(node), this.mutables))) {
      return;
    }
    for (const change of findChanges(node, this.text, this.effort)) {
      this.change(change, node);
    }
  }

  private change({ kind, name, node }: Change, statement: Node): void {
    const remark = this.remark(node);
    switch (kind) {
      case 'unseen':
        this.unseen ??= remark;
        return;
      case 'contents':
        return this.changeContents(name, node);
      case 'value':
        return this.setName(name, undefined, this.inBlock(remark, statement));
      case 'other':
        return this.becomeOther(name, remark);
      case 'later':
        this.later.set(name, remark);
    }
  }

  private inBlock(remark: Remark, statement: Node): Remark {
    return BLOCKS.test(statement.type) ? { ...remark, written: `${remark.written} in a block` } : remark;
  }

  private becomeOther(name: string, remark: Remark): void {
    if (this.assignments.has(name)) {
      return this.setName(name, undefined, remark);
    }
    this.scope.delete(name);
    this.others.set(name, remark);
    this.rebindFunction(name, undefined);
  }

  /** undefined: it may be a function still, of whatever arguments. */
  private rebindFunction(name: string, value: PyValue | undefined): void {
    const former = this.functions.get(name);
    if (former !== undefined && value === undefined) {
      this.functions.set(name, { ...former, isDecorated: true });
    } else {
      this.functions.delete(name);
    }
  }

  /** All names of the list or dict, and of what is in it, are no longer known. */
  private changeContents(name: string, node: Node): void {
    const value = this.scope.get(name);
    if (value === undefined || !isMutable(value)) {
      return;
    }
    const touched = reachable(value, this.effort);
    this.effort.spend(this.scope.size);
    for (const [other, its] of [...this.scope]) {
      if ([...reachable(its, this.effort)].some((part) => touched.has(part))) {
        this.setName(other, undefined, this.remark(node));
      }
    }
  }

  private constant(node: Node): PyValue | undefined {
    return readConstant(node, this.text, this.scope, this.effort);
  }

  private remark(node: Node): Remark {
    return { line: node.startPosition.row + 1, written: this.written(node) };
  }

  private written({ startIndex, endIndex }: Node): string {
    return this.text.slice(startIndex, endIndex);
  }
}
