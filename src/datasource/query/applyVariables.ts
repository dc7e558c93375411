import { type AdHocVariableFilter } from '@grafana/data';
import {
  ALL_VALUE,
  JOB_FIELDS,
  operatorSpec,
  type Condition,
  type FieldSpec,
  type Operator,
} from '@openvcloud/contract/src/filter';
import { currentField, currentSort } from '@openvcloud/contract/src/formerFields';
import { fieldMeant } from './commonFields';
import { expandValues, type Replace } from './expandValues';
import { fieldsOf, type JobsQuery } from './query';

/**
 * The query as the backend gets it: no variables, ad hoc filters among the conditions, conditions on "All" gone.
 * The one place where variables are replaced, once, and only in what the author of a query wrote: what a viewer typed
 * into a panel (`typed`) or into an ad hoc filter stays as it is, as does a query whose variables were replaced before.
 */
export function applyVariables(
  query: JobsQuery,
  replaceVariables: Replace,
  adHocFilters: readonly AdHocVariableFilter[] = []
): JobsQuery {
  const replace: Replace = query.isReplaced ? (text) => text : replaceVariables;
  const text = (value: string | undefined) => (value === undefined ? undefined : replace(value).trim());
  const applied: JobsQuery = { ...query };
  assign(applied, 'search', text(query.search));
  assign(applied, 'guid', text(query.guid));
  assign(applied, 'startSeq', text(query.startSeq?.toString()));
  assign(applied, 'jumpscriptId', text(query.jumpscriptId));
  assign(applied, 'jumpscriptVersion', text(query.jumpscriptVersion?.toString()));
  const sort = text(query.sort);
  assign(applied, 'sort', sort === undefined ? undefined : currentSort(sort, JOB_FIELDS));

  assign(applied, 'stats', query.stats && expandValues(query.stats, replace).filter((stat) => stat !== ALL_VALUE));

  const fields = fieldsOf(query.queryType);
  if (fields !== undefined) {
    const saved = (query.filters ?? []).flatMap((condition) => applyToCondition(condition, replace));
    applied.filters = [...saved, ...adHocFilters.map((filter) => toCondition(filter, fields))];
  }
  return applied;
}

function assign<K extends keyof JobsQuery>(query: JobsQuery, key: K, value: JobsQuery[K] | undefined): void {
  if (value !== undefined) {
    query[key] = value;
  }
}

function applyToCondition(condition: Condition, replace: Replace): Condition[] {
  const values = expandValues(condition.values, replace);
  if (values.includes(ALL_VALUE) || values.every((value) => value === '')) {
    return [];
  }
  const { several } = operatorSpec(condition.operator);
  return [{ ...condition, operator: (values.length > 1 ? several : undefined) ?? condition.operator, values }];
}

const AD_HOC_OPERATORS: Readonly<Record<string, Operator>> = {
  '=': '=',
  '!=': '!=',
  '=|': 'in',
  '!=|': 'not in',
  '=~': 'regex',
  '!~': 'not regex',
};

/**
 * `{key:'state', operator:'=|', values:['OK','ERROR']}` → `state in OK, ERROR`.
 * "<" and ">" become ranges, which include their start and exclude their end. An operator that there is not stays: the
 * controller refuses it, where another in its place would answer something else.
 */
export function toCondition(
  filter: AdHocVariableFilter,
  fields: Readonly<Record<string, FieldSpec>> = JOB_FIELDS
): Condition {
  // Dashboards keep the ad hoc filters of their viewers, and their links do, by the names of then.
  const field = fieldMeant(currentField(filter.key, JOB_FIELDS), fields);
  const range = AD_HOC_RANGES[filter.operator];
  if (range !== undefined) {
    return { field, operator: 'range', values: range(filter.value) };
  }
  const isMany = filter.operator === '=|' || filter.operator === '!=|';
  const values = isMany && filter.values?.length ? filter.values : [filter.value];
  const operator = AD_HOC_OPERATORS[filter.operator] ?? (filter.operator as Operator);
  return { field, operator: onText(field, operator), values };
}

const AD_HOC_RANGES: Readonly<Record<string, (value: string) => string[]>> = {
  '<': (value) => ['', value],
  '<=': (value) => ['', after(value)],
  '>': (value) => [after(value), ''],
  '>=': (value) => [value, ''],
};

function after(value: string): string {
  return Number.isInteger(Number(value)) ? String(Number(value) + 1) : value;
}

/** Long texts are searched, not compared: equality on them means "contains". */
function onText(field: string, operator: Operator): Operator {
  const isText = Object.hasOwn(JOB_FIELDS, field) && JOB_FIELDS[field as keyof typeof JOB_FIELDS].kind === 'text';
  if (!isText) {
    return operator;
  }
  return operator === '=' ? 'contains' : operator === '!=' ? 'not contains' : operator;
}
