import { type Condition, type Operator } from '@openvcloud/contract/src/filter';
import { oppositeOf } from './clickedCondition';

const EQUALITY: Readonly<Partial<Record<Operator, Operator>>> = {
  '=': '=',
  in: '=',
  '!=': '!=',
  'not in': '!=',
};
const SEVERAL: Readonly<Partial<Record<Operator, Operator>>> = { '=': 'in', '!=': 'not in' };

/** Pure. Does one of the conditions say so already? */
export function hasCondition(conditions: readonly Condition[], asked: Condition): boolean {
  return conditions.some((condition) => says(condition, asked));
}

/** Pure. With what was asked for; its opposite is gone. Several values of a field that is compared become one of them. */
export function addCondition(conditions: readonly Condition[], asked: Condition): Condition[] {
  const opposite = { ...asked, operator: oppositeOf(asked.operator) };
  const others = opposite.operator === asked.operator ? [...conditions] : removeCondition(conditions, opposite);
  if (hasCondition(others, asked)) {
    return others;
  }
  const equality = EQUALITY[asked.operator];
  const joined = others.find(
    ({ field, operator }) => equality !== undefined && field === asked.field && EQUALITY[operator] === equality
  );
  if (joined === undefined) {
    return [...others, asked];
  }
  const both = compared(joined, [...new Set([...joined.values, ...asked.values])]);
  return others.map((condition) => (condition === joined ? both : condition));
}

/** Pure. Without what was asked for; of a condition with several values the others stay. */
export function removeCondition(conditions: readonly Condition[], asked: Condition): Condition[] {
  return conditions.flatMap((condition) => {
    if (!says(condition, asked)) {
      return [condition];
    }
    const left = EQUALITY[asked.operator] === undefined ? [] : without(condition.values, asked.values);
    return left.length === 0 ? [] : [compared(condition, left)];
  });
}

function says(condition: Condition, asked: Condition): boolean {
  const kind = EQUALITY[asked.operator];
  if (condition.field !== asked.field) {
    return false;
  }
  return kind === undefined
    ? condition.operator === asked.operator && condition.values.join('\0') === asked.values.join('\0')
    : EQUALITY[condition.operator] === kind && asked.values.every((value) => condition.values.includes(value));
}

function compared({ field, operator }: Condition, values: string[]): Condition {
  const single = EQUALITY[operator] ?? operator;
  return { field, operator: values.length > 1 ? (SEVERAL[single] ?? single) : single, values };
}

function without(values: readonly string[], removed: readonly string[]): string[] {
  return values.filter((value) => !removed.includes(value));
}
