import { JOB_FIELDS, type FieldSpec } from '@openvcloud/contract/src/filter';
import { fieldsOf, type QueryType } from './query';

/** Fields that all the given query types can be filtered by; those of jobs when none of them takes filters. */
export function commonFields(queryTypes: readonly QueryType[]): Record<string, FieldSpec> {
  const tables = queryTypes.map(fieldsOf).filter((fields) => fields !== undefined);
  const [first = JOB_FIELDS, ...others] = tables;
  return Object.fromEntries(
    Object.entries(first).filter(([name]) => others.every((fields) => Object.hasOwn(fields, name)))
  );
}
