import {
  JOB_FIELDS,
  type Condition,
  type JobField,
  type JobState,
  type Operator,
  type TimeField,
} from '@openvcloud/contract';
import { conditionSql, parseFilters, searchSql, timeRangeSql } from './filterSql';
import { JOB_COLUMNS, JOB_SEARCH_COLUMNS } from './jobColumns';
import type { Parameters } from '../database/parameters';
import type { TimeWindow } from './timeWindows';

/** Which jobs: the part that lists, counts and values have in common. */
export interface JobSelection {
  filter?: readonly string[];
  q?: string;
  from?: number;
  to?: number;
  timeField?: TimeField;
  /** What `filter` says, in conditions that are found faster (byKnownValues). */
  known?: readonly Condition[];
  /** When such jobs can have been created: says nothing new, but which days to look at (createdWithin). */
  created?: TimeWindow;
}

/** Pure. What is asked of fields; throws what is wrong with the first bad filter. */
export function conditionsOf({ filter, known }: JobSelection): readonly Condition[] {
  return known ?? parseFilters(filter, JOB_FIELDS);
}

/** Pure. → SQL conditions, to be combined with AND. */
export function jobConditions(selection: JobSelection, parameters: Parameters): string[] {
  const conditions = conditionsOf(selection).map((condition) => {
    return conditionSql(condition, JOB_COLUMNS[toJobField(condition.field)], parameters);
  });
  const time = JOB_COLUMNS[selection.timeField ?? 'timeCreate'].sql;
  return [
    ...timeRangeSql(time, selection.from, selection.to, parameters),
    ...timeRangeSql('time_create', selection.created?.from, selection.created?.to, parameters),
    ...conditions,
    ...searchSql(selection.q, JOB_SEARCH_COLUMNS, parameters),
  ];
}

/** Pure. Does an index of the column know where the rows are, without a look at others? */
export function isSought(operator: Operator): boolean {
  return operator === '=' || operator === 'in' || operator === 'range';
}

/** Pure. Does finding the jobs mean to look at others, too: at their texts, or for what they have not? */
export function isSearch(selection: JobSelection): boolean {
  return (selection.q ?? '') !== '' || conditionsOf(selection).some(({ operator }) => !isSought(operator));
}

/** Jobs in these have no error (yet). */
const WITHOUT_ERROR: ReadonlySet<string> = new Set<JobState>(['SCHEDULED', 'RUNNING', 'OK']);

/** Pure. The fields that the filter leaves one value. */
export function fixedFields({ filter }: Pick<JobSelection, 'filter'>): ReadonlySet<string> {
  const isFixed = ({ field, operator, values }: Condition) =>
    (operator === '=' || operator === 'in') &&
    values.length === 1 &&
    // Empty text is also what has no value.
    values[0] !== '' &&
    JOB_FIELDS[toJobField(field)].kind !== 'list';
  const isWithoutError = ({ field, operator, values }: Condition) =>
    field === 'state' && (operator === '=' || operator === 'in') && values.every((value) => WITHOUT_ERROR.has(value));
  const conditions = conditionsOf({ filter });
  const errorType: JobField[] = conditions.some(isWithoutError) ? ['errorType'] : [];
  return new Set([...conditions.filter(isFixed).map(({ field }) => field), ...errorType]);
}

/** Pure. Does it ask for tags or roles, which are anything from one job's to every job's? */
export function hasListCondition(selection: JobSelection): boolean {
  return conditionsOf(selection).some(
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
