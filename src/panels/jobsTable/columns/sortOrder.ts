import { type Column } from './columns';

export type AriaSort = 'ascending' | 'descending' | 'none';

/** The Time Start column stands for the list's own order by time create, where that has no column. */
export function sortOf(column: Column, sort: string, columns: readonly Column[]): AriaSort {
  const field = sort.replace(/^-/, '');
  const isStandIn =
    field === 'timeCreate' && column.id === 'timeStart' && !columns.some(({ id }) => id === 'timeCreate');
  if (column.field !== field && !isStandIn) {
    return 'none';
  }
  return sort.startsWith('-') ? 'descending' : 'ascending';
}

/** Times and numbers start with the latest and largest, texts with A; a second click turns it round. */
export function nextSort(column: Column, sort: string, columns: readonly Column[]): string {
  const current = sortOf(column, sort, columns);
  const field = column.field ?? '';
  if (current === 'none') {
    return column.spec?.kind === 'time' || column.spec?.kind === 'number' ? `-${field}` : field;
  }
  return current === 'descending' ? field : `-${field}`;
}
