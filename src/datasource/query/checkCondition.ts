import { formatCondition, isConditionFault, parseCondition } from '@openvcloud/contract/src/condition';
import type { Condition, FieldSpec } from '@openvcloud/contract/src/filter';

/**
 * What is wrong with a condition, as the controller would say it, or null.
 * Nothing is wrong with one that is still empty (it is not sent), nor with one whose variables are not known yet.
 */
export function checkCondition(condition: Condition, fields: Record<string, FieldSpec>): string | null {
  const isEmpty = condition.values.every((value) => value === '');
  const hasVariable = condition.values.some((value) => value.includes('$') || value.includes('[['));
  if (condition.field === '' || isEmpty || hasVariable) {
    return null;
  }
  const parsed = parseCondition(formatCondition(condition), fields);
  if (!isConditionFault(parsed)) {
    return null;
  }
  switch (parsed.code) {
    case 'UNKNOWN_FILTER_FIELD':
      return `"${condition.field}" is not a field here: choose ${parsed.expected}.`;
    case 'UNKNOWN_FILTER_OPERATOR':
      return `"${condition.operator}" does not work here: choose ${parsed.expected}.`;
    default:
      return `Expected ${parsed.expected}, got "${condition.values.join(', ')}".`;
  }
}
