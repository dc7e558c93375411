import { type Condition } from '@openvcloud/contract/src/filter';
import { fieldsOf, QUERY_TYPE_SPECS, type JobsQuery } from './query';

/** One line for query history and collapsed rows: `Jobs · State in ERROR, TIMEOUT · "disk"`. */
export function describeQuery(query: JobsQuery): string {
  const fields = fieldsOf(query.queryType) ?? {};
  const parts = [
    QUERY_TYPE_SPECS[query.queryType].label,
    query.guid ?? '',
    [query.jumpscriptId, query.jumpscriptVersion && `version ${query.jumpscriptVersion}`].filter(Boolean).join(' '),
    ...(query.filters ?? []).map((condition) => describeCondition(condition, fields[condition.field]?.label)),
    query.search ? `"${query.search}"` : '',
    query.groupBy?.length ? `by ${query.groupBy.join(', ')}` : '',
  ];
  return parts.filter((part) => part !== '').join(' · ');
}

function describeCondition(condition: Condition, label = condition.field): string {
  if (condition.operator === 'range') {
    const [from = '', to = ''] = condition.values;
    return `${label} ${from || '…'} to ${to || '…'}`;
  }
  return `${label} ${condition.operator} ${condition.values.join(', ')}`;
}
