import { DEFAULT_JOB_SORT, JOB_FIELDS, type Condition } from '@openvcloud/contract/src/filter';
import { currentSort } from '@openvcloud/contract/src/formerFields';
import { LIMITS } from '@openvcloud/contract/src/limits';
import { type QueryChanges } from '../../../pageQuery/askDataSource';
import { readFilters, replaceFilter, writeFilters, type AddressFilters } from '../../../viewerState/readFilters';
import { paramReader, wordOf } from '../../../viewerState/readParams';
import { type ViewerChanges, type ViewerParams } from '../../../viewerState/viewerParams';
import { type Typed } from '../../../viewerState/typed';
import { type JobsTarget } from './jobsTarget';

/** What the viewer wants to see: the query's own words where the viewer changed nothing. */
export interface ListState extends AddressFilters {
  search: string;
  /** A sortable field, "-" in front for descending. */
  sort: string;
  limit: number;
  cursor?: string;
  at?: 'last';
  selected?: string;
  /** What in the URL was left out, and what was expected. */
  faults: string[];
}

/** `pageSize`: the panel's option, 0 for the query's own limit. */
export function defaultState(target: JobsTarget | undefined, pageSize: number): ListState {
  return {
    search: (target?.search ?? '').trim(),
    sort: currentSort(target?.sort || DEFAULT_JOB_SORT, JOB_FIELDS),
    filters: [],
    unreadable: [],
    limit: pageSize || target?.limit || LIMITS.defaultPageRows,
    faults: [],
  };
}

export function readListState(params: ViewerParams, defaults: ListState): ListState {
  const { text, one, faults } = paramReader(params, PARAMS);
  return {
    search: text('q') ?? defaults.search,
    sort: one('sort', readSort, `one of ${SORTABLE.join(', ')}, with "-" in front for descending`) ?? defaults.sort,
    ...readFilters(params.filter, JOB_FIELDS),
    limit: one('limit', readLimit, `a whole number from 1 to ${LIMITS.pageRows}`) ?? defaults.limit,
    cursor: text('cursor'),
    at: one('at', wordOf({ last: 'last' } as const), 'last'),
    selected: text('row'),
    faults,
  };
}

const PARAMS = ['q', 'sort', 'filter', 'limit', 'cursor', 'at', 'row'];

const SORTABLE = Object.entries(JOB_FIELDS)
  .filter(([, spec]) => spec.isSortable)
  .map(([name]) => name);

function readLimit(text: string): number | undefined {
  const limit = Number(text);
  return Number.isInteger(limit) && limit >= 1 && limit <= LIMITS.pageRows ? limit : undefined;
}

function readSort(text: string): string | undefined {
  const sort = currentSort(text, JOB_FIELDS);
  return SORTABLE.includes(sort.replace(/^-/, '')) ? sort : undefined;
}

/** What differs from the panel's own query; undefined when nothing does, and its answer is already the page. */
export function toQueryChanges(state: ListState, target: JobsTarget | undefined): QueryChanges | undefined {
  const own = defaultState(target, 0);
  const isOwn =
    state.search === own.search &&
    state.sort === own.sort &&
    state.limit === own.limit &&
    state.filters.length === 0 &&
    state.unreadable.length === 0 &&
    state.cursor === undefined &&
    state.at === undefined;
  if (isOwn) {
    return undefined;
  }
  const typed: Typed = { search: state.search, filters: writeFilters(state) };
  return {
    typed,
    sort: state.sort,
    limit: state.limit,
    cursor: state.cursor,
    at: state.cursor === undefined ? state.at : undefined,
  };
}

/** Another list begins on its first page. */
export const FIRST_PAGE: ViewerChanges = { cursor: undefined, at: undefined };

export function changeFilter(state: ListState, field: string, condition: Condition | undefined): ViewerChanges {
  return { ...FIRST_PAGE, filter: replaceFilter(state, field, condition) };
}

/** A value equal to the default leaves the URL. A cleared default search stays in it, as an empty text. */
export function changeSearch(search: string, defaults: ListState): ViewerChanges {
  return { ...FIRST_PAGE, q: search === defaults.search ? undefined : [search] };
}

export function changeSort(sort: string, defaults: ListState): ViewerChanges {
  return { ...FIRST_PAGE, sort: sort === defaults.sort ? undefined : [sort] };
}

export function changeLimit(limit: number, defaults: ListState): ViewerChanges {
  return { ...FIRST_PAGE, limit: limit === defaults.limit ? undefined : [String(limit)] };
}

export function clearFilters(defaults: ListState): ViewerChanges {
  return { ...changeSearch('', defaults), filter: undefined };
}
