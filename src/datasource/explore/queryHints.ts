import { type DataFrame, type QueryHint } from '@grafana/data';
import { LIMITS } from '@openvcloud/contract/src/limits';
import { readListMeta } from '../../listFrame/readListMeta';
import { migrateQuery } from '../query/migrateQuery';
import { fieldsOf, type JobsQuery } from '../query/query';
import { isPlainPattern } from './modifyQuery';

/** Pure. What would make the answer whole, or quicker, with what to do about it where a query can do it. */
export function queryHints(saved: JobsQuery, frames: readonly DataFrame[]): QueryHint[] {
  const query = migrateQuery(saved);
  const lists = frames.filter(({ refId }) => refId === undefined || refId === query.refId).map(readListMeta);
  const cut = lists.find(({ coverage }) => coverage?.isCut)?.coverage;
  return [
    ...(cut === undefined ? [] : cutHints(query, cut.notice)),
    ...(isSearch(query) && cut === undefined && query.ignoreTimeRange ? [UNBOUNDED] : []),
    ...((query.filters ?? []).some(isPlainPattern) ? [PLAIN_PATTERN] : []),
    ...(lists.some(({ page }) => page.next !== null) && isLimitLow(query) ? [MORE_ROWS] : []),
  ];
}

function cutHints(query: JobsQuery, notice: string | null): QueryHint[] {
  const label = notice ?? 'The search ended before it had looked at everything.';
  if (query.ignoreTimeRange) {
    return [{ type: 'SEARCH_CUT', label, fix: USE_TIME_RANGE }];
  }
  const help = isShort(query)
    ? 'Less than three letters or digits in a row are in no index: search for a longer text.'
    : 'Narrow the time range, or filter on a job, a node or a command.';
  return [{ type: 'SEARCH_CUT', label: `${label} ${help}` }];
}

const USE_TIME_RANGE = { label: 'Search the time range only', action: { type: 'USE_TIME_RANGE' } };

const UNBOUNDED: QueryHint = {
  type: 'UNBOUNDED_SEARCH',
  label: 'This searches all there is, whatever the time range.',
  fix: USE_TIME_RANGE,
};

const PLAIN_PATTERN: QueryHint = {
  type: 'PLAIN_PATTERN',
  label: 'A pattern without special characters is a text: "contains" finds it by an index, in capitals or not.',
  fix: { label: 'Use "contains"', action: { type: 'USE_CONTAINS' } },
};

const MORE_ROWS: QueryHint = {
  type: 'MORE_ROWS',
  label: 'More rows match than are here.',
  fix: { label: `Show up to ${LIMITS.pageRows.toLocaleString()}`, action: { type: 'RAISE_LIMIT' } },
};

function isSearch({ queryType, search = '', filters = [] }: JobsQuery): boolean {
  const fields = fieldsOf(queryType) ?? {};
  return search.trim() !== '' || filters.some(({ field }) => fields[field]?.kind === 'text');
}

function isShort({ search = '' }: JobsQuery): boolean {
  return search.trim() !== '' && !/[\p{L}\p{N}]{3}/u.test(search);
}

function isLimitLow({ queryType, limit = LIMITS.defaultPageRows }: JobsQuery): boolean {
  return (queryType === 'jobs' || queryType === 'logs') && limit < LIMITS.pageRows;
}
