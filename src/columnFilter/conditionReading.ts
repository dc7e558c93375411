import { type Condition } from '@openvcloud/contract/src/filter';

/** What a filter cell's text means: nothing, a condition, or a fault that says what is expected. */
export type ConditionReading =
  { kind: 'empty' } | { kind: 'condition'; condition: Condition } | { kind: 'fault'; expected: string };
