import { type QueryFilterOptions, type QueryFixAction, type ToggleFilterAction } from '@grafana/data';
import { LIMITS } from '@openvcloud/contract/src/limits';
import { type JobsQuery } from '../query/query';
import { clickedCondition } from './clickedCondition';
import { addCondition, hasCondition, removeCondition } from './toggleCondition';

/** What Explore may ask modifyQuery for. */
export const CLICK_ACTIONS = ['ADD_FILTER', 'ADD_FILTER_OUT', 'ADD_STRING_FILTER', 'ADD_STRING_FILTER_OUT'] as const;

/** Pure. Filter for, or out: a second click takes it back, the other one turns it round. */
export function toggleFilter(query: JobsQuery, { type, options }: ToggleFilterAction): JobsQuery {
  const { key = '', value = '' } = options;
  const asked = clickedCondition(query, key, value, type === 'FILTER_OUT');
  if (asked === undefined) {
    return query;
  }
  const filters = query.filters ?? [];
  const change = hasCondition(filters, asked) ? removeCondition : addCondition;
  return { ...query, filters: change(filters, asked) };
}

/** Pure. Is what a click would filter for filtered for already? */
export function hasFilter(query: JobsQuery, { key = '', value = '' }: QueryFilterOptions): boolean {
  const asked = clickedCondition(query, key, value, false);
  return asked !== undefined && hasCondition(query.filters ?? [], asked);
}

type Change = (query: JobsQuery, options: Record<'key' | 'value', string>) => JobsQuery;

const CHANGES: Readonly<Record<string, Change>> = {
  ADD_FILTER: (query, { key, value }) => withClicked(query, key, value, false),
  ADD_FILTER_OUT: (query, { key, value }) => withClicked(query, key, value, true),
  ADD_STRING_FILTER: (query, { value }) => withText(query, value, false),
  ADD_STRING_FILTER_OUT: (query, { value }) => withText(query, value, true),
  USE_TIME_RANGE: (query) => ({ ...query, ignoreTimeRange: false }),
  RAISE_LIMIT: (query) => ({ ...query, limit: LIMITS.pageRows }),
  USE_CONTAINS: (query) => ({ ...query, filters: query.filters?.map(asContains) }),
};

/** Pure. A query with a change that Explore or a hint asks for; one that there is not changes nothing. */
export function modified(query: JobsQuery, { type, options = {} }: QueryFixAction): JobsQuery {
  const { key = '', value = '' } = options;
  const change = Object.hasOwn(CHANGES, type) ? CHANGES[type] : undefined;
  return change === undefined ? query : change(query, { key, value });
}

/** What one marks in the text of a line. */
function withText(query: JobsQuery, value: string, isOut: boolean): JobsQuery {
  return query.queryType === 'logs' ? withClicked(query, 'message', value, isOut) : query;
}

function withClicked(query: JobsQuery, key: string, value: string, isOut: boolean): JobsQuery {
  const asked = clickedCondition(query, key, value, isOut);
  return asked === undefined ? query : { ...query, filters: addCondition(query.filters ?? [], asked) };
}

type Filter = NonNullable<JobsQuery['filters']>[number];

function asContains(condition: Filter): Filter {
  return isPlainPattern(condition) ? { ...condition, operator: 'contains' } : condition;
}

/** A pattern without a special character is a text, which has an index. */
export function isPlainPattern({ operator, values }: Filter): boolean {
  return operator === 'regex' && values.length === 1 && /^[\w\s:/-]+$/.test(values[0] ?? '');
}
