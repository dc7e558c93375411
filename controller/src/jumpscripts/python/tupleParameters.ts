import type { Token } from './tokenize';

/** Python 2's `def f(a, (b, c))` and `lambda (a, b): a`: the brackets of such inner tuples. */
export function tupleParameters(statement: readonly Token[]): Array<{ first: Token; last: Token }> {
  const found: Array<{ first: Token; last: Token }> = [];
  const lists = new ParameterLists(statement[0]?.text === 'def');
  let first: Token | undefined;
  for (const token of statement) {
    if (first === undefined) {
      first = lists.isTuple(token) ? token : undefined;
    } else if (token.text === ')' && token.depth === first.depth) {
      found.push({ first, last: token });
      first = undefined;
    }
  }
  return found;
}

/** Which lists of parameters are being read, and whether one may begin here. */
class ParameterLists {
  private readonly open: Array<{ depth: number; isAtStart: boolean }> = [];
  private isDefAhead: boolean;

  constructor(isDef: boolean) {
    this.isDefAhead = isDef;
  }

  isTuple({ text, depth }: Token): boolean {
    while ((this.open.at(-1)?.depth ?? 0) > depth) {
      this.open.pop();
    }
    if (text === 'lambda') {
      this.open.push({ depth, isAtStart: true });
      return false;
    }
    if (text === '(' && this.isDefAhead) {
      this.isDefAhead = false;
      this.open.push({ depth: depth + 1, isAtStart: true });
      return false;
    }
    const last = this.open.at(-1);
    return last?.depth === depth && this.isTupleIn(last, text);
  }

  private isTupleIn(list: { isAtStart: boolean }, text: string): boolean {
    const isTuple = text === '(' && list.isAtStart;
    list.isAtStart = text === ',';
    if (text === ':') {
      this.open.pop();
    }
    return isTuple;
  }
}
