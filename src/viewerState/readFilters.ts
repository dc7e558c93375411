import { formatCondition, isConditionFault, parseCondition, splitCondition } from '@openvcloud/contract/src/condition';
import type { Condition, FieldSpec } from '@openvcloud/contract/src/filter';

export interface AddressFilters {
  /** Those that a filter cell can show. */
  filters: readonly Condition[];
  /**
   * Those that no cell can, as the address has them: with another field, operator or value than there is. They are asked
   * for all the same, and the controller refuses them in its words; without them the list would show rows that the
   * address excludes.
   */
  unreadable: readonly string[];
}

/** The filters of an address: none is left out. */
export function readFilters(
  texts: readonly string[] | undefined,
  fields: Readonly<Record<string, FieldSpec>>
): AddressFilters {
  const read = (texts ?? []).map((text) => ({ text, condition: parseCondition(text, fields) }));
  return {
    filters: read.flatMap(({ condition }) => (isConditionFault(condition) ? [] : [condition])),
    unreadable: read.flatMap(({ text, condition }) => (isConditionFault(condition) ? [text] : [])),
  };
}

/** As the address has them, and as the controller gets them. */
export function writeFilters({ filters, unreadable }: AddressFilters): string[] {
  return [...filters.map(formatCondition), ...unreadable];
}

/** Puts another condition on a field, or none, in the place of all that the address has on it. */
export function replaceFilter(
  { filters, unreadable }: AddressFilters,
  field: string,
  condition: Condition | undefined
): string[] {
  const others = filters.filter((other) => other.field !== field);
  return writeFilters({
    filters: condition === undefined ? others : [...others, condition],
    unreadable: unreadable.filter((text) => fieldOf(text) !== field),
  });
}

/** `state|=|OK` → `state` */
export function fieldOf(filter: string): string {
  return splitCondition(filter)[0] ?? '';
}
