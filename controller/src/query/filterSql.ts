import type { Condition, Operator } from '@openvcloud/contract';
import { containsPattern, startPattern, type Parameters } from '../database/parameters';
import type { ConditionOn } from './question';
import type { TimeWindow } from './timeWindow';

export interface Column {
  /** Written here, never taken from a request. */
  sql: string;
  type: 'text' | 'bigint' | 'double precision' | 'text[]' | 'boolean';
  isNullable: boolean;
}
export type ColumnTable<Field extends string> = Readonly<Record<Field, Column>>;

/** Pure. → SQL conditions, to be combined with AND. */
export function conditionsSql<Field extends string>(
  conditions: ReadonlyArray<ConditionOn<Field>>,
  columns: ColumnTable<Field>,
  parameters: Parameters
): string[] {
  return conditions.map((condition) => conditionSql(condition, columns[condition.field], parameters));
}

type ToSql = (column: Column, values: readonly string[], parameters: Parameters) => string;

const isIn: ToSql = (column, values, parameters) => isOneOf(column, values, parameters);
const isNotIn: ToSql = (column, values, parameters) => isNoneOf(column, values, parameters);

const SQL_OF: Readonly<Record<Operator, ToSql>> = {
  '=': isIn,
  in: isIn,
  '!=': isNotIn,
  'not in': isNotIn,
  contains: (column, [text = ''], parameters) => contains(column, text, parameters),
  'not contains': (column, [text = ''], parameters) => not(contains(column, text, parameters), column),
  startsWith: ({ sql }, [text = ''], parameters) => `${sql} ilike ${parameters.add(startPattern(text))}`,
  regex: (column, [text = ''], parameters) => matches(column, text, parameters),
  'not regex': (column, [text = ''], parameters) => not(matches(column, text, parameters), column),
  range: (column, [from = '', to = ''], parameters) => inRange(column, from, to, parameters),
};

/**
 * One condition → SQL. Text that is not there counts as empty text, in every operator: `nodeName|!=|a` also finds jobs
 * without a node, and `nodeName|=|` finds only those.
 */
export function conditionSql({ operator, values }: Condition, column: Column, parameters: Parameters): string {
  return SQL_OF[operator](column, values, parameters);
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
  if (type === 'boolean') {
    return isFlagOneOf(sql, values);
  }
  if (type === 'text') {
    const equal =
      values.length === 1 ? `${sql} = ${parameters.add(values[0])}` : `${sql} = any(${parameters.add(values)}::text[])`;
    return wantsEmpty && isNullable ? `(${equal} or ${sql} is null)` : equal;
  }
  return `${sql} = any(${parameters.add(values)}::${numberType(values)}[])`;
}

/** The contract lets no other values through than these two. */
function isFlagOneOf(sql: string, values: readonly string[]): string {
  const sides = [...(values.includes('true') ? [sql] : []), ...(values.includes('false') ? [`not ${sql}`] : [])];
  return sides.length === 2 ? 'true' : (sides[0] ?? 'false');
}

/** What has a value, and another one: said so that an index of those that have one serves it. */
function isNoneOf(column: Column, values: readonly string[], parameters: Parameters): string {
  const { sql, type, isNullable } = column;
  if (type === 'text' && isNullable && values.includes('')) {
    return `(${sql} is not null and ${sql} <> all(${parameters.add(values)}::text[]))`;
  }
  if (type !== 'text[]' && type !== 'boolean' && !isNullable && values.length === 1) {
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
export function searchSql(text: string, columns: readonly string[], parameters: Parameters): string[] {
  if (text === '') {
    return [];
  }
  const pattern = parameters.add(containsPattern(text));
  return [`(${columns.map((column) => `${column} ilike ${pattern}`).join(' or ')})`];
}

/** Half-open: from <= time < to. */
export function timeRangeSql(column: string, { from, to }: TimeWindow, parameters: Parameters): string[] {
  return [
    ...(from === undefined ? [] : [`${column} >= ${parameters.add(from)}::bigint`]),
    ...(to === undefined ? [] : [`${column} < ${parameters.add(to)}::bigint`]),
  ];
}
