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
    describePlace(query),
    query.ignoreTimeRange ? 'of all time' : '',
  ];
  return parts.filter((part) => part !== '').join(' · ');
}

/** `from line 12`, `around line 12`, `oldest first`. */
function describePlace({ startSeq, startTime, around, direction }: JobsQuery): string {
  const place =
    startSeq !== undefined
      ? `line ${startSeq}`
      : startTime !== undefined
        ? new Date(startTime).toISOString()
        : undefined;
  if (place !== undefined) {
    return `${around ? 'around' : 'from'} ${place}`;
  }
  return direction === 'forward' ? 'oldest first' : '';
}

function unknownField({ field }: Condition): FieldSpec {
  return { kind: 'text', label: field, isSortable: false, isCompletable: false };
}
