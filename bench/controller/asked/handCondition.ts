import type { JobField, Operator } from '@openvcloud/contract';
import { JOB_COLUMNS } from '../../../controller/src/query/jobColumns';

/** A condition, in the contract's words. */
export type Filter = readonly [field: JobField, operator: Operator, ...values: string[]];

/** The condition as somebody would write it who knows the column. */
export function handCondition([field, operator, ...values]: Filter): string {
  const { sql, type, isNullable } = JOB_COLUMNS[field];
  return type === 'text[]'
    ? onList(sql, operator, values)
    : onValue(sql, operator, values, {
        isNullable,
        literal: type === 'text' ? quoted : (value) => value,
      });
}

function onList(column: string, operator: Operator, values: readonly string[]): string {
  const list = quoted(`{${values.join(',')}}`);
  switch (operator) {
    case '=':
      return `${column} @> ${list}`;
    case 'in':
      return `${column} && ${list}`;
    case '!=':
      return `not ${column} @> ${list}`;
    case 'contains':
      return `exists (select from unnest(${column}) as element where element ilike ${like(values[0] ?? '')})`;
    default:
      throw unexpected(operator);
  }
}

interface ValueKind {
  isNullable: boolean;
  literal: (value: string) => string;
}

type Written = (column: string, values: readonly string[], kind: ValueKind) => string;

const ON_VALUE: Partial<Record<Operator, Written>> = {
  '=': (column, [first = ''], { isNullable, literal }) =>
    first === '' && isNullable ? `${column} is null` : `${column} = ${literal(first)}`,
  in: (column, values, { literal }) => `${column} in (${values.map(literal).join(', ')})`,
  '!=': (column, [first = ''], { isNullable, literal }) =>
    `${column} ${isNullable ? 'is distinct from' : '<>'} ${literal(first)}`,
  contains: (column, [first = '']) => `${column} ilike ${like(first)}`,
  regex: (column, [first = '']) => `${column} ~ ${quoted(first)}`,
  range: (column, [from = '', to = '']) => handRange(column, from, to),
};

function onValue(column: string, operator: Operator, values: readonly string[], kind: ValueKind): string {
  const write = ON_VALUE[operator];
  if (write === undefined) {
    throw unexpected(operator);
  }
  return write(column, values, kind);
}

function unexpected(operator: Operator): Error {
  return new Error(`expected an operator that the benchmark asks with, got ${operator}`);
}

export function handRange(column: string, from: string, to: string): string {
  const bounds = [...(from === '' ? [] : [`${column} >= ${from}`]), ...(to === '' ? [] : [`${column} < ${to}`])];
  return bounds.join(' and ');
}

export function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** → `'%100\%%'`, to be found anywhere in a text */
export function like(text: string): string {
  return quoted(`%${text.replace(/[\\%_]/g, '\\$&')}%`);
}
