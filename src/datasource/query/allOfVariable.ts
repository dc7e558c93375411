import { propertyOf, textOf } from '../../unknownValue/propertyOf';

/** Grafana's variables, as far as it takes to know what one stands for. */
export interface Variables {
  /** `${node:queryparam}` → what the address says of it. */
  replace: (text: string) => string;
  /** As dashboards save them. */
  all: () => readonly unknown[];
}

/** What Grafana says of a variable beside its value. */
export interface NamedVariable {
  name: string;
  type: string;
}

/**
 * Whether a variable stands for all values that there are. Without a custom value Grafana gives the values it lists in
 * place of "All": the most frequent ones, and what is beyond them would be excluded. What its author narrowed (values of
 * some jobs only, a search, a regular expression), or listed, is meant as it is.
 */
export function standsForAll({ name, type }: NamedVariable, { replace, all }: Variables): boolean {
  const inAddress = replace(`\${${name}:queryparam}`);
  if (type !== 'query' || ![`var-${name}=%24__all`, `var-${name}=$__all`].includes(inAddress)) {
    return false;
  }
  const saved = all().find((variable) => propertyOf(variable, 'name') === name);
  const query = propertyOf(saved, 'query');
  const filters = propertyOf(query, 'filters');
  const isNarrowed =
    textOf(saved, 'regex') !== '' ||
    textOf(query, 'search') !== '' ||
    propertyOf(query, 'inTimeRange') === true ||
    (Array.isArray(filters) && filters.length > 0);
  return !isNarrowed;
}
