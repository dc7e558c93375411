import { type Condition, type FieldSpec } from '@openvcloud/contract/src/filter';
import { describeCondition } from '../../columnFilter/describeCondition';
import { fieldsOf, QUERY_TYPE_SPECS, type JobsQuery } from './query';

/** One line for query history and collapsed rows: `Jobs · State is one of ERROR, TIMEOUT · "disk"`. */
export function describeQuery(query: JobsQuery): string {
  const fields = fieldsOf(query.queryType) ?? {};
  const parts = [
    QUERY_TYPE_SPECS[query.queryType].label,
    query.guid ?? '',
    [query.jumpscriptId, query.jumpscriptVersion && `version ${query.jumpscriptVersion}`].filter(Boolean).join(' '),
    ...(query.filters ?? []).map((condition) =>
      describeCondition(condition, fields[condition.field] ?? unknownField(condition))
    ),
    query.search ? `"${query.search}"` : '',
    query.stats?.length ? query.stats.join(', ') : '',
    query.groupBy?.length ? `by ${query.groupBy.join(', ')}` : '',
  ];
  return parts.filter((part) => part !== '').join(' · ');
}

function unknownField({ field }: Condition): FieldSpec {
  return { kind: 'text', label: field, isSortable: false, isCompletable: false };
}
