import { DEFAULT_JOB_SORT, formatCondition, JOB_FIELDS, type Condition } from '@openvcloud/contract/src/filter';
import { currentSort } from '@openvcloud/contract/src/formerFields';
import { LIMITS } from '@openvcloud/contract/src/limits';
import { type QueryChanges } from '../../../pageQuery/askDataSource';
import { readFilters } from '../../../viewerState/readFilters';
import { type ViewerChanges, type ViewerParams } from '../../../viewerState/viewerParams';
import { type Typed } from '../../../viewerState/typed';
import { type JobsTarget } from './jobsTarget';

/** What the viewer wants to see: the query's own words where the viewer changed nothing. */
export interface ListState {
  search: string;
  /** A sortable field, "-" in front for descending. */
  sort: string;
  filters: Condition[];
  limit: number;
  cursor?: string;
  at?: 'last';
  selected?: string;
  /** What in the URL could not be read, and what was expected. */
  faults: string[];
}

/** `pageSize`: the panel's option, 0 for the query's own limit. */
export function defaultState(target: JobsTarget | undefined, pageSize: number): ListState {
  return {
    search: (target?.search ?? '').trim(),
    sort: currentSort(target?.sort || DEFAULT_JOB_SORT, JOB_FIELDS),
    filters: [],
    limit: pageSize || target?.limit || LIMITS.defaultPageRows,
    faults: [],
  };
}

export function readListState(params: ViewerParams, defaults: ListState): ListState {
  return {
    search: params.q?.[0] ?? defaults.search,
    sort: readSort(params.sort?.[0]) ?? defaults.sort,
    ...readFilters(params.filter, JOB_FIELDS),
    limit: readLimit(params.limit?.[0]) ?? defaults.limit,
    cursor: params.cursor?.[0],
    at: params.at?.[0] === 'last' ? 'last' : undefined,
    selected: params.row?.[0],
  };
}

function readLimit(text: string | undefined): number | undefined {
  const limit = Number(text);
  return Number.isInteger(limit) && limit >= 1 && limit <= LIMITS.pageRows ? limit : undefined;
}

function readSort(text: string | undefined): string | undefined {
  const sort = currentSort(text ?? '', JOB_FIELDS);
  const field = sort.replace(/^-/, '');
  const isSortable = Object.entries(JOB_FIELDS).some(([name, spec]) => name === field && spec.isSortable);
  return isSortable ? sort : undefined;
}

/** What differs from the panel's own query; undefined when nothing does, and its answer is already the page. */
export function toQueryChanges(state: ListState, target: JobsTarget | undefined): QueryChanges | undefined {
  const own = defaultState(target, 0);
  const isOwn =
    state.search === own.search &&
    state.sort === own.sort &&
    state.limit === own.limit &&
    state.filters.length === 0 &&
    state.cursor === undefined &&
    state.at === undefined;
  if (isOwn) {
    return undefined;
  }
  const typed: Typed = { search: state.search, filters: state.filters };
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
  const others = state.filters.filter((other) => other.field !== field);
  const filters = condition === undefined ? others : [...others, condition];
  return { ...FIRST_PAGE, filter: filters.map(formatCondition) };
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
