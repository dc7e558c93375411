import { type DataTransformerConfig } from '@grafana/grafana-foundation-sdk/dashboard';

/**
 * The fields a table shows. The data source names them for people and orders them; `first` moves one, known by that
 * name, to the front.
 */
export function onlyFields(names: readonly string[], first?: string): DataTransformerConfig[] {
  const only = { id: 'filterFieldsByName', options: { include: { names: [...names] } } };
  const order = { id: 'organize', options: { indexByName: { [first ?? '']: 0 }, excludeByName: {}, renameByName: {} } };
  return first === undefined ? [only] : [only, order];
}
