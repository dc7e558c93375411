import { GROUP_FIELDS, JOB_FIELDS, type GroupField } from '@openvcloud/contract/src/filter';
import { type JobsQuery, type QueryType } from './query';

/** Figures of jobs are put together by groups; other queries have none. */
const GROUPED: readonly QueryType[] = ['jobCounts', 'jobDurations'];

/** What a dashboard's group-by variable offers. */
export const GROUP_KEYS = GROUP_FIELDS.map((value) => ({ text: JOB_FIELDS[value].label, value }));

/** Pure. A query with the groups that the viewer of a dashboard chose in place of its own; with none chosen it keeps them. */
export function withGroupKeys(query: JobsQuery, keys: readonly string[] = []): JobsQuery {
  const groupBy = keys.filter((key): key is GroupField => (GROUP_FIELDS as readonly string[]).includes(key));
  return groupBy.length > 0 && GROUPED.includes(query.queryType) ? { ...query, groupBy } : query;
}
