import { type Condition, type FieldSpec, type Operator } from '@openvcloud/contract/src/filter';
import { writeConditionText } from './conditionText';

const WORDS: Readonly<Partial<Record<Operator, string>>> = {
  '=': 'is',
  in: 'is',
  '!=': 'is not',
  'not in': 'is not',
  contains: 'contains',
  'not contains': 'does not contain',
  regex: 'matches',
  'not regex': 'does not match',
};

/** A condition as a person says it: "State is ERROR or TIMEOUT", "Run >5s". */
export function describeCondition(condition: Condition, spec: FieldSpec): string {
  const word = WORDS[condition.operator];
  return word === undefined
    ? `${spec.label} ${writeConditionText(condition, spec)}`
    : `${spec.label} ${word} ${condition.values.join(' or ')}`;
}
