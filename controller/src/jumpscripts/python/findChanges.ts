import type { Node } from 'web-tree-sitter';
import type { Effort } from './effort';

/**
 * What a statement may do to a name of the top level.
 * value: gives it another one, or takes it away. contents: changes what is in its list or dict. other: makes it something that is
 * no constant: a module, a function, a class, what a loop goes through. later: a function may change it when it is called.
 * unseen: may change any name.
 */
export type ChangeKind = 'value' | 'contents' | 'other' | 'later' | 'unseen';

export interface Change {
  kind: ChangeKind;
  name: string;
  /** What does it. */
  node: Node;
}

/** By name, because a source may call anything: these leave the lists and dicts they are given as they are. */
const HARMLESS =
  /^(?:all|any|bool|copy|count|dict|endswith|enumerate|extend|format|frozenset|get|index|int|isinstance|items|iter|join|keys|len|list|log|max|min|print|repr|reversed|set|sorted|split|startswith|str|sum|tuple|type|update|values|zip)$/;
/** Methods that change nothing of the list or dict they are of. */
const READS_ONLY = /^(?:copy|count|get|index|items|keys|values)$/;
const DYNAMIC = /^(?:exec|execfile|globals|locals|vars|setattr)$/;
/** `sys.modules[__name__].period = 5`, `globals()["period"] = 5` */
const OF_MODULE = /\b__name__\b|\b(?:globals|locals|vars)\s*\(/;
const CHANGES_NAMES = /:=|\b(?:exec|execfile|globals|locals|vars|setattr)\b/;
const MAX_TRIED_NAMES = 20;
/** `x.a.b.c` has three; what has more is no list of metadata. */
const MAX_STEPS = 50;
const IS_MAIN = /^\(?\s*__name__\s*==\s*["']__main__["']\s*\)?$/;
const PATTERNS =
  /^(?:pattern_list|tuple_pattern|list_pattern|list_splat_pattern|tuple|list|expression_list|parenthesized_expression|as_pattern_target)$/;

/** Everything that running the node may do to names of the top level; functions and classes have names of their own. */
export function findChanges(node: Node, text: string, effort: Effort): Change[] {
  const finder = new ChangeFinder(text, effort);
  finder.walk(node);
  return finder.changes;
}

/** What assigning to a target that is no plain name does. */
export function findBindings(target: Node, statement: Node, text: string, effort: Effort): Change[] {
  const finder = new ChangeFinder(text, effort);
  finder.bind('value', target, statement);
  return finder.changes;
}

/** Whether an expression may change any of these names: finding out what it does takes longer. */
export function mayChange(written: string, names: ReadonlySet<string>): boolean {
  return (
    CHANGES_NAMES.test(written) || names.size > MAX_TRIED_NAMES || [...names].some((name) => written.includes(name))
  );
}

/** Of `x[0].y(...)`: x. null: not a name. */
function rootOf(node: Node): Node | null {
  let root: Node | null = node;
  for (let steps = 0; steps < MAX_STEPS && root !== null; steps++) {
    if (!/^(?:subscript|attribute|call)$/.test(root.type)) {
      return root.type === 'identifier' ? root : null;
    }
    root = root.childForFieldName('value') ?? root.childForFieldName('object') ?? root.childForFieldName('function');
  }
  return null;
}

class ChangeFinder {
  readonly changes: Change[] = [];
  private readonly text: string;
  private readonly effort: Effort;
  private readonly looks: Readonly<Record<string, (node: Node) => void>> = {
    assignment: (node) => this.assigned(node),
    augmented_assignment: (node) => this.assigned(node),
    named_expression: (node) => this.assigned(node),
    for_statement: (node) => this.bind('other', node.childForFieldName('left'), node),
    as_pattern: (node) => this.bind('other', node.childForFieldName('alias'), node),
    delete_statement: (node) => node.namedChildren.forEach((target) => this.bind('value', target, node)),
    import_statement: (node) => this.imported(node),
    import_from_statement: (node) => this.imported(node),
    case_pattern: (node) => this.captured(node),
    call: (node) => this.called(node),
    exec_statement: (node) => this.add('unseen', node, node),
  };

  constructor(text: string, effort: Effort) {
    this.text = text;
    this.effort = effort;
  }

  walk(node: Node): void {
    const cursor = node.walk();
    try {
      for (let depth = 0; depth >= 0;) {
        this.effort.spend();
        if (this.isEntered(cursor.nodeType, () => cursor.currentNode) && cursor.gotoFirstChild()) {
          depth++;
          continue;
        }
        while (depth > 0 && !cursor.gotoNextSibling()) {
          cursor.gotoParent();
          depth--;
        }
        if (depth === 0) {
          return;
        }
      }
    } finally {
      cursor.delete();
    }
  }

  /** Whether what is in the node counts, too. */
  private isEntered(type: string, current: () => Node): boolean {
    switch (type) {
      case 'lambda':
        return false;
      case 'function_definition':
      case 'class_definition':
        this.define(current());
        return false;
      case 'if_statement':
        return !this.readMain(current());
      default:
        this.look(type, current);
        return true;
    }
  }

  private look(type: string, current: () => Node): void {
    if (Object.hasOwn(this.looks, type)) {
      this.looks[type]?.(current());
    }
  }

  private assigned(node: Node): void {
    // `period: int` alone gives it no value.
    if (node.type !== 'assignment' || node.childForFieldName('right') !== null) {
      this.bind('value', node.childForFieldName('left') ?? node.childForFieldName('name'), node);
    }
  }

  bind(kind: 'value' | 'other', target: Node | null, node: Node): void {
    const targets = target === null ? [] : [target];
    for (let one = targets.pop(); one !== undefined; one = targets.pop()) {
      if (one.type === 'identifier') {
        this.add(kind, one, node);
      } else if (PATTERNS.test(one.type)) {
        one.namedChildren.forEach((part) => targets.push(part));
      } else {
        this.addContents(one, node, OF_MODULE.test(this.written(one)));
      }
    }
  }

  private define(node: Node): void {
    const name = node.childForFieldName('name');
    if (name === null) {
      return;
    }
    this.add('other', name, node);
    // What action() changes is a job's own.
    const globals = this.written(name) === 'action' ? [] : node.descendantsOfType('global_statement');
    globals.forEach((names) => names.namedChildren.forEach((one) => this.add('later', one, names)));
  }

  /** What only runs by hand is no part of a job. */
  private readMain(node: Node): boolean {
    const condition = node.childForFieldName('condition');
    const isMain = condition !== null && IS_MAIN.test(this.written(condition));
    if (isMain) {
      node.childrenForFieldName('alternative').forEach((other) => this.walk(other));
    }
    return isMain;
  }

  private imported(node: Node): void {
    if (node.namedChildren.some(({ type }) => type === 'wildcard_import')) {
      this.add('unseen', node, node);
    }
    for (const name of node.childrenForFieldName('name')) {
      const bound = name.childForFieldName('alias') ?? name.firstNamedChild ?? name;
      this.add('other', bound, node);
    }
  }

  private captured(node: Node): void {
    const [only, more] = node.namedChildren;
    if (only !== undefined && more === undefined && only.type === 'dotted_name' && only.namedChildCount === 1) {
      this.add('other', only, node);
    }
  }

  private called(node: Node): void {
    const callee = node.childForFieldName('function');
    const method = callee === null ? null : callee.childForFieldName('attribute');
    const named = method ?? callee;
    const name = named === null ? '' : this.written(named);
    if (DYNAMIC.test(name)) {
      this.add('unseen', node, node);
    }
    if (callee !== null && method !== null && !READS_ONLY.test(name)) {
      this.addContents(callee, node);
    }
    if (!HARMLESS.test(name)) {
      this.given(node);
    }
  }

  private given(call: Node): void {
    for (const value of call.childForFieldName('arguments')?.namedChildren ?? []) {
      this.addContents(value.childForFieldName('value') ?? value, call);
    }
  }

  private addContents(target: Node, node: Node, isModule = false): void {
    const root = rootOf(target);
    if (isModule) {
      this.add('unseen', node, node);
    } else if (root !== null) {
      this.add('contents', root, node);
    }
  }

  private add(kind: ChangeKind, name: Node, node: Node): void {
    this.changes.push({ kind, name: kind === 'unseen' ? '' : this.written(name), node });
  }

  private written({ startIndex, endIndex }: Node): string {
    return this.text.slice(startIndex, endIndex);
  }
}
