import { isNegated, operatorSpec, type Condition } from '@openvcloud/contract/src/filter';

/** Values picked exactly, as opposed to text a value contains. */
export function pickedValues(condition: Condition | undefined): readonly string[] {
  const isPick = condition !== undefined && ['one', 'many'].includes(operatorSpec(condition.operator).takes);
  return isPick ? condition.values : [];
}

/** Adds a value to the picked ones or takes it out; the last one out ends the condition. "not" stays "not". */
export function toggleValue(condition: Condition | undefined, field: string, value: string): Condition | undefined {
  const picked = pickedValues(condition);
  const values = picked.includes(value) ? picked.filter((other) => other !== value) : [...picked, value];
  if (values.length === 0) {
    return undefined;
  }
  const isNot = condition !== undefined && picked.length > 0 && isNegated(condition.operator);
  if (values.length === 1) {
    return { field, operator: isNot ? '!=' : '=', values };
  }
  return { field, operator: isNot ? 'not in' : 'in', values };
}
