import { isConditionFault, parseCondition } from '@openvcloud/contract/src/condition';
import { JOB_FIELDS, LOG_FIELDS, type Condition } from '@openvcloud/contract/src/filter';
import { QUERY_VERSION, type JobsQuery } from '../datasource/query/query';
import { type AskedList } from '../exportMenu/exportRequest';

/** A list as it is shown, to be asked for elsewhere in Grafana: what the author saved and the viewer chose, in one query. */
export interface ShownList {
  query: JobsQuery;
  dataSource: { uid: string; type: string };
}

const FIELDS = { jobs: JOB_FIELDS, logs: LOG_FIELDS } as const;

/** Pure. The query whose answer is the list, whatever of it is on the page; undefined: it has a part that no query can hold. */
export function queryOfList({ of, guid, params }: AskedList): JobsQuery | undefined {
  const conditions = params.getAll('filter').map((text) => parseCondition(text, FIELDS[of]));
  const filters = conditions.filter((condition): condition is Condition => !isConditionFault(condition));
  if (filters.length < conditions.length) {
    return undefined;
  }
  const text = (name: string) => params.get(name) ?? undefined;
  const query: JobsQuery = {
    refId: 'A',
    queryType: of,
    version: QUERY_VERSION,
    filters,
    search: text('q'),
    guid,
    timeField: text('timeField') as JobsQuery['timeField'],
    sort: text('sort'),
    direction: text('direction') as JobsQuery['direction'],
    ignoreTimeRange: params.has('from') ? undefined : true,
  };
  return withDollars(JSON.parse(JSON.stringify(query)) as JobsQuery);
}

/** Its variables have been replaced: where something looks like one, it is to stay as it is. */
function withDollars(query: JobsQuery): JobsQuery {
  const texts = [query.search ?? '', ...(query.filters ?? []).flatMap(({ values }) => values)];
  return texts.some((text) => text.includes('$') || text.includes('[[')) ? { ...query, isReplaced: true } : query;
}
