import { frozen, isList, isMutable } from './mutable';
import type { PyValue } from './pyValue';

/** Nothing of metadata is longer, and forty lines of `a = a + a` would be all of the memory. */
const MAX_CHARACTERS = 1_000_000;
/** Nothing of metadata has as many. */
export const MAX_ITEMS = 10_000;

/** What Python makes of two constants; undefined for what metadata has no use for. */
export function calculate(operator: string, left: PyValue, right: PyValue): PyValue | undefined {
  if (typeof left === 'number' && typeof right === 'number') {
    return arithmetic(operator, left, right);
  }
  return operator === '+' ? joined(left, right) : undefined;
}

function joined(left: PyValue, right: PyValue): PyValue | undefined {
  if (typeof left === 'string' && typeof right === 'string') {
    return left.length + right.length > MAX_CHARACTERS ? undefined : left + right;
  }
  const items = itemsOf(left, right);
  // A tuple and a list cannot be added.
  if (items === undefined || isMutable(left) !== isMutable(right)) {
    return undefined;
  }
  return isMutable(left) ? items : frozen(items);
}

function itemsOf(left: PyValue, right: PyValue): PyValue[] | undefined {
  return Array.isArray(left) && Array.isArray(right) && left.length + right.length <= MAX_ITEMS
    ? [...left, ...right]
    : undefined;
}

/** What `left += right` makes of left, which is changed itself when it is a list: for all of its names. */
export function augmented(operator: string, left: PyValue, right: PyValue): PyValue | undefined {
  const items = itemsOf(left, right);
  if (operator === '+=' && isList(left) && items !== undefined) {
    left.push(...items.slice(left.length));
    return left;
  }
  return calculate(operator.slice(0, -1), left, right);
}

function arithmetic(operator: string, left: number, right: number): number | undefined {
  switch (operator) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '/':
      return right === 0 ? undefined : left / right;
    case '//':
      return right === 0 ? undefined : Math.floor(left / right);
    case '%':
      return right === 0 ? undefined : left - right * Math.floor(left / right);
    default:
      return undefined;
  }
}
