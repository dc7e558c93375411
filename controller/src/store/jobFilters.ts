import { JOB_FIELDS, type JobField, type TimeField } from '@openvcloud/contract';
import { conditionSql, parseFilters, searchSql, timeRangeSql } from './filterSql';
import { JOB_COLUMNS, JOB_SEARCH_COLUMNS } from './jobColumns';
import type { Parameters } from './parameters';

/** Which jobs: the part that lists, counts and values have in common. */
export interface JobSelection {
  filter?: readonly string[];
  q?: string;
  from?: number;
  to?: number;
  timeField?: TimeField;
}

/** Pure. → SQL conditions, to be combined with AND. */
export function jobConditions(selection: JobSelection, parameters: Parameters): string[] {
  const conditions = parseFilters(selection.filter, JOB_FIELDS).map((condition) => {
    return conditionSql(condition, JOB_COLUMNS[toJobField(condition.field)], parameters);
  });
  const time = JOB_COLUMNS[selection.timeField ?? 'timeCreate'].sql;
  return [
    ...timeRangeSql(time, selection.from, selection.to, parameters),
    ...conditions,
    ...searchSql(selection.q, JOB_SEARCH_COLUMNS, parameters),
  ];
}

/** Pure. Does it ask for tags or roles, which are anything from one job's to every job's? */
export function hasListCondition({ filter }: JobSelection): boolean {
  return parseFilters(filter, JOB_FIELDS).some(
    ({ field, operator, values }) =>
      JOB_FIELDS[toJobField(field)].kind === 'list' && (operator === '=' || operator === 'in') && !values.includes('')
  );
}

/** parseFilters lets only fields of the table through. */
function toJobField(name: string): JobField {
  if (!isJobField(name)) {
    throw new Error(`expected a job field, got ${name}`);
  }
  return name;
}

export function isJobField(name: string): name is JobField {
  return Object.hasOwn(JOB_FIELDS, name);
}
