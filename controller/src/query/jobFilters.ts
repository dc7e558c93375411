import { JOB_FIELDS, type JobField, type JobState, type Operator } from '@openvcloud/contract';
import { conditionsSql, searchSql, timeRangeSql } from './filterSql';
import { JOB_COLUMNS, JOB_SEARCH_COLUMNS } from './jobColumns';
import type { Parameters } from '../database/parameters';
import type { ConditionOn, JobQuestion } from './question';

/** Pure. → SQL conditions, to be combined with AND. */
export function jobConditions(
  { conditions, search, timeField, created = {}, ...range }: JobQuestion,
  parameters: Parameters
): string[] {
  return [
    ...timeRangeSql(JOB_COLUMNS[timeField].sql, range, parameters),
    ...timeRangeSql('time_create', created, parameters),
    ...conditionsSql(conditions, JOB_COLUMNS, parameters),
    ...searchSql(search, JOB_SEARCH_COLUMNS, parameters),
  ];
}

/** Pure. Does an index of the column know where the rows are, without a look at others? */
export function isSought(operator: Operator): boolean {
  return operator === '=' || operator === 'in' || operator === 'range';
}

/** Pure. Does finding the jobs mean to look at others, too: at their texts, or for what they have not? */
export function isSearch({ conditions, search }: JobQuestion): boolean {
  return search !== '' || conditions.some(({ operator }) => !isSought(operator));
}

/** Jobs in these have no error (yet). */
const WITHOUT_ERROR: ReadonlySet<string> = new Set<JobState>(['SCHEDULED', 'RUNNING', 'OK']);

/** Pure. The fields that the conditions leave one value. */
export function fixedFields({ conditions }: JobQuestion): ReadonlySet<JobField> {
  const isWithoutError = (condition: ConditionOn<JobField>) =>
    condition.field === 'state' && isOneOf(condition) && condition.values.every((value) => WITHOUT_ERROR.has(value));
  const isFixed = (condition: ConditionOn<JobField>) =>
    // Empty text is also what has no value.
    isOneOf(condition) && condition.values.length === 1 && condition.values[0] !== '' && !isOfList(condition);
  const errorType: JobField[] = conditions.some(isWithoutError) ? ['errorType'] : [];
  return new Set([...conditions.filter(isFixed).map(({ field }) => field), ...errorType]);
}

/** Pure. Does it ask for tags or roles, which are anything from one job's to every job's, or for failures not made good? */
export function mayBeFew({ conditions }: JobQuestion): boolean {
  return conditions.some(
    (condition) =>
      isOneOf(condition) && ((isOfList(condition) && !condition.values.includes('')) || isUnresolved(condition))
  );
}

function isUnresolved({ field, values }: ConditionOn<JobField>): boolean {
  return field === 'unresolved' && !values.includes('false');
}

function isOneOf({ operator }: ConditionOn<JobField>): boolean {
  return operator === '=' || operator === 'in';
}

function isOfList({ field }: ConditionOn<JobField>): boolean {
  return JOB_FIELDS[field].kind === 'list';
}
