import { frozen, isList, isMutable } from './mutable';
import type { PyValue } from './pyValue';

/** What Python makes of two constants; undefined for what metadata has no use for. */
export function calculate(operator: string, left: PyValue, right: PyValue): PyValue | undefined {
  if (operator === '+' && typeof left === 'string' && typeof right === 'string') {
    return left + right;
  }
  if (operator === '+' && Array.isArray(left) && Array.isArray(right)) {
    // A tuple and a list cannot be added.
    const sum = [...left, ...right];
    return isMutable(left) !== isMutable(right) ? undefined : isMutable(left) ? sum : frozen(sum);
  }
  return typeof left === 'number' && typeof right === 'number' ? arithmetic(operator, left, right) : undefined;
}

/** What `left += right` makes of left, which is changed itself when it is a list: for all of its names. */
export function augmented(operator: string, left: PyValue, right: PyValue): PyValue | undefined {
  if (operator === '+=' && isList(left) && Array.isArray(right)) {
    left.push(...right.slice());
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
