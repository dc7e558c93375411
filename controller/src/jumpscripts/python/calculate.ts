import type { PyValue } from './pyValue';

/** What Python makes of two constants; undefined for what metadata has no use for. */
export function calculate(operator: string, left: PyValue, right: PyValue): PyValue | undefined {
  if (operator === '+' && typeof left === 'string' && typeof right === 'string') {
    return left + right;
  }
  if (operator === '+' && Array.isArray(left) && Array.isArray(right)) {
    return [...left, ...right];
  }
  return typeof left === 'number' && typeof right === 'number' ? arithmetic(operator, left, right) : undefined;
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
