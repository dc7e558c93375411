import { type DataQuery } from '@grafana/schema';
import { useMemo } from 'react';
import plugin from '../datasource/plugin.json';
import { VARIABLES } from './links';
import { useLocationSearch } from './useLocationSearch';

/** What a panel asked; undefined: nothing yet. */
type Asked = { targets: readonly DataQuery[] } | undefined;

/**
 * Pure. A page's query for the links of a panel: they open the data source that the panel's queries ask, also where the page's URL
 * names none or a variable of another dashboard has the same name.
 *
 * `('?from=now-1h', {targets: [{datasource: {type: ours, uid: 'jobs-2'}}]})` → `from=now-1h&var-ds=jobs-2`
 */
export function withDataSource(search: string, request: Asked): string {
  const asked = request?.targets.find(({ datasource }) => datasource?.type === plugin.id)?.datasource?.uid;
  // A variable that nobody has replaced names nothing.
  if (asked === undefined || asked.includes('$')) {
    return search;
  }
  const query = new URLSearchParams(search);
  query.set(`var-${VARIABLES.ds}`, asked);
  return query.toString();
}

/** The page's query, followed as it changes, for the links of a panel that asked this. */
export function useLinkSearch(request: Asked): string {
  const search = useLocationSearch();
  return useMemo(() => withDataSource(search, request), [search, request]);
}
