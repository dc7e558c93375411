import { type Page } from '@openvcloud/contract';
import { type Condition } from '@openvcloud/contract/src/filter';
import { type WriteMode, type WriteViewerParams } from '../../../viewerState/useViewerParams';
import {
  changeFilter,
  changeLimit,
  changeSearch,
  changeSort,
  clearFilters,
  FIRST_PAGE,
  type ListState,
} from './listState';

/** What a viewer can do with the list; each is a step that Back undoes. */
export interface ListActions {
  search: (text: string, mode: WriteMode) => void;
  filter: (field: string, condition: Condition | undefined) => void;
  sort: (sort: string) => void;
  limit: (rows: number) => void;
  clear: () => void;
  first: () => void;
  /** undefined: there is nothing that way. */
  previous?: () => void;
  next?: () => void;
  last: () => void;
  /** Remembers the row in the URL, without a step: coming back finds it. */
  select: (guid: string) => void;
}

export function listActions(state: ListState, defaults: ListState, page: Page, write: WriteViewerParams): ListActions {
  const { next, prev } = page;
  return {
    search: (text, mode) => write(changeSearch(text, defaults), mode),
    filter: (field, condition) => write(changeFilter(state, field, condition)),
    sort: (sort) => write(changeSort(sort, defaults)),
    limit: (rows) => write(changeLimit(rows, defaults)),
    clear: () => write(clearFilters(defaults)),
    first: () => write(FIRST_PAGE),
    previous: prev === null ? undefined : () => write({ cursor: [prev], at: undefined }),
    next: next === null ? undefined : () => write({ cursor: [next], at: undefined }),
    last: () => write({ cursor: undefined, at: ['last'] }),
    select: (guid) => write({ row: [guid] }, 'replace'),
  };
}
