import { isConditionFault, parseCondition, type Condition, type FieldSpec } from '@openvcloud/contract';
import { ApiError } from '../errors/errors';
import { containsPattern, type Parameters } from '../database/parameters';

export interface Column {
  /** Written here, never taken from a request. */
  sql: string;
  type: 'text' | 'bigint' | 'double precision' | 'text[]';
  isNullable: boolean;
}
export type ColumnTable<Field extends string> = Readonly<Record<Field, Column>>;

/** The `filter` parameters of a request → conditions; throws what is wrong with the first bad one. */
export function parseFilters(filters: readonly string[] | undefined, fields: Record<string, FieldSpec>): Condition[] {
  return (filters ?? []).map((text) => {
    const parsed = parseCondition(text, fields);
    if (isConditionFault(parsed)) {
      throw new ApiError(parsed.code, `Expected ${parsed.expected}, got filter "${text.slice(0, 200)}".`);
    }
    refuseNul(text, 'filter');
    return parsed;
  });
}

/** PostgreSQL holds no NUL in text: said here, in words about the request. */
export function refuseNul(text: string | undefined, parameter: string): void {
  if (text?.includes('\0')) {
    throw new ApiError('BAD_PARAMETER', `Expected ${parameter} without NUL characters, got one.`);
  }
}

/**
 * One condition → SQL. Text that is not there counts as empty text, in every operator: `nodeName|!=|a` also finds jobs
 * without a node, and `nodeName|=|` finds only those.
 */
export function conditionSql({ operator, values }: Condition, column: Column, parameters: Parameters): string {
  const [first = '', second = ''] = values;
  switch (operator) {
    case '=':
    case 'in':
      return isOneOf(column, values, parameters);
    case '!=':
    case 'not in':
      return isNoneOf(column, values, parameters);
    case 'contains':
      return contains(column, first, parameters);
    case 'not contains':
      return not(contains(column, first, parameters), column);
    case 'regex':
      return matches(column, first, parameters);
    case 'not regex':
      return not(matches(column, first, parameters), column);
    case 'range':
      return inRange(column, first, second, parameters);
  }
}

/** `not x` is unknown where the column is null; unknown would drop the row. */
function not(sql: string, { isNullable }: Column): string {
  return isNullable ? `(${sql}) is not true` : `not (${sql})`;
}

function isOneOf({ sql, type, isNullable }: Column, values: readonly string[], parameters: Parameters): string {
  const wantsEmpty = values.includes('');
  if (type === 'text[]') {
    const overlap = `${sql} && ${parameters.add(values)}::text[]`;
    return wantsEmpty ? `(${overlap} or cardinality(${sql}) = 0)` : overlap;
  }
  if (type === 'text') {
    const equal =
      values.length === 1 ? `${sql} = ${parameters.add(values[0])}` : `${sql} = any(${parameters.add(values)}::text[])`;
    return wantsEmpty && isNullable ? `(${equal} or ${sql} is null)` : equal;
  }
  return `${sql} = any(${parameters.add(values)}::${numberType(values)}[])`;
}

/** What has a value, and another one: said so that an index of those that have one serves it. */
function isNoneOf(column: Column, values: readonly string[], parameters: Parameters): string {
  const { sql, type, isNullable } = column;
  if (type === 'text' && isNullable && values.includes('')) {
    return `(${sql} is not null and ${sql} <> all(${parameters.add(values)}::text[]))`;
  }
  if (type !== 'text[]' && !isNullable && values.length === 1) {
    // As two ranges: an index finds those, also when nearly all rows have the value.
    const value = `${parameters.add(values[0])}::${type === 'text' ? 'text' : numberType(values)}`;
    return `(${sql} < ${value} or ${sql} > ${value})`;
  }
  return not(isOneOf(column, values, parameters), column);
}

/** Whole numbers compare as bigint, so that an index on an integer column serves them. */
function numberType(values: readonly string[]): 'bigint' | 'double precision' {
  return values.every((value) => /^-?\d+$/.test(value)) ? 'bigint' : 'double precision';
}

function contains({ sql, type }: Column, text: string, parameters: Parameters): string {
  const pattern = parameters.add(containsPattern(text));
  return type === 'text[]'
    ? `exists (select 1 from unnest(${sql}) element where element ilike ${pattern})`
    : `${sql} ilike ${pattern}`;
}

/** PostgreSQL asks once whether the expression matches empty text; when it does not, a text index can serve the rest. */
function matches({ sql, isNullable }: Column, regex: string, parameters: Parameters): string {
  const pattern = parameters.add(regex);
  return isNullable ? `(${sql} ~ ${pattern} or (${sql} is null and '' ~ ${pattern}))` : `${sql} ~ ${pattern}`;
}

function inRange({ sql }: Column, from: string, to: string, parameters: Parameters): string {
  const bound = (comparison: string, value: string) =>
    value === '' ? [] : [`${sql} ${comparison} ${parameters.add(value)}::${numberType([value])}`];
  return `(${[...bound('>=', from), ...bound('<', to)].join(' and ')})`;
}

/** Free text: found in any of the columns, whatever the case. */
export function searchSql(text: string | undefined, columns: readonly string[], parameters: Parameters): string[] {
  if (text === undefined || text === '') {
    return [];
  }
  refuseNul(text, 'q');
  const pattern = parameters.add(containsPattern(text));
  return [`(${columns.map((column) => `${column} ilike ${pattern}`).join(' or ')})`];
}

/** Half-open: from <= time < to. */
export function timeRangeSql(
  column: string,
  from: number | undefined,
  to: number | undefined,
  parameters: Parameters
): string[] {
  if (from !== undefined && to !== undefined && from >= to) {
    throw new ApiError('BAD_TIME_RANGE', `Expected from before to, got from ${from} and to ${to}.`);
  }
  return [
    ...(from === undefined ? [] : [`${column} >= ${parameters.add(from)}::bigint`]),
    ...(to === undefined ? [] : [`${column} < ${parameters.add(to)}::bigint`]),
  ];
}
