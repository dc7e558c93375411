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

/**
 * The field that a person means who types into an ad hoc filter: by its name or its label, in capitals or not. `State` →
 * `state`. What no field is called stays: the controller refuses it, for the queries that do not have it only.
 */
export function fieldMeant(typed: string, fields: Readonly<Record<string, FieldSpec>>): string {
  const text = typed.trim().toLowerCase();
  const named = Object.entries(fields).find(([name, { label }]) =>
    [name, label].some((one) => one.toLowerCase() === text)
  );
  return Object.hasOwn(fields, typed) ? typed : (named?.[0] ?? typed);
}
