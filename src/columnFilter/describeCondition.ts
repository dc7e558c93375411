import { operatorSpec, type Condition, type FieldSpec } from '@openvcloud/contract/src/filter';
import { writeNumberCondition } from './numberConditionText';

/** A condition as a person says it: "State is one of ERROR, TIMEOUT", "Run >5s". */
export function describeCondition({ operator, values }: Condition, spec: FieldSpec): string {
  const { takes, words } = operatorSpec(operator);
  if (takes !== 'range') {
    return `${spec.label} ${words} ${values.join(', ')}`;
  }
  const isShort = spec.kind === 'number' && values.every((value) => Number.isFinite(Number(value)));
  const [from = '', to = ''] = values;
  return `${spec.label} ${isShort ? writeNumberCondition(operator, values, spec) : `${from || '…'} to ${to || '…'}`}`;
}
