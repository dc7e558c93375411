import {
  isConditionFault,
  parseCondition,
  splitCondition,
  type Condition,
  type FieldSpec,
} from '@openvcloud/contract/src/filter';

/** The filters of an address; what cannot be one is left out, and said in words. */
export function readFilters(
  texts: readonly string[] | undefined,
  fields: Readonly<Record<string, FieldSpec>>
): { filters: Condition[]; faults: string[] } {
  const read = (texts ?? []).map((text) => ({ text, condition: parseCondition(text, fields) }));
  return {
    filters: read.flatMap(({ condition }) => (isConditionFault(condition) ? [] : [condition])),
    faults: read.flatMap(({ text, condition }) =>
      isConditionFault(condition)
        ? [
            `The filter “${splitCondition(text).join(' ')}” of this address was left out: expected ${condition.expected}.`,
          ]
        : []
    ),
  };
}
