import { formatCondition, LOG_FIELDS, type Condition } from '@openvcloud/contract/src/filter';
import { type QueryChanges } from '../../../pageQuery/askDataSource';
import { readFilters } from '../../../viewerState/readFilters';
import { type ViewerChanges, type ViewerParams } from '../../../viewerState/viewerParams';
import { type Typed } from '../../../viewerState/typed';
import { type LogDirection, type LogsTarget } from './logsTarget';
import { type LogPosition } from './logWindow';

/** What the viewer wants to see: the query's own words where the viewer changed nothing. */
export interface LogState {
  search: string;
  filters: Condition[];
  direction: LogDirection;
  start: LogPosition;
  /** The line a link leads to. */
  line?: string;
  isWrapped: boolean;
  isFollowing: boolean;
  faults: string[];
}

export function defaultLogState(target: LogsTarget | undefined, isWrapped: boolean): LogState {
  return {
    search: (target?.search ?? '').trim(),
    filters: [],
    direction: target?.direction === 'backward' ? 'backward' : 'forward',
    start: { at: 'first' },
    isWrapped,
    isFollowing: false,
    faults: [],
  };
}

export function readLogState(params: ViewerParams, defaults: LogState): LogState {
  const first = (name: string) => params[name]?.[0];
  const wrap = first('wrap');
  return {
    search: first('q') ?? defaults.search,
    ...readFilters(params.filter, LOG_FIELDS),
    direction: directionOf(first('order')) ?? defaults.direction,
    start: { cursor: first('cursor'), at: first('at') === 'last' ? 'last' : 'first' },
    line: first('line'),
    isWrapped: wrap === undefined ? defaults.isWrapped : wrap === 'on',
    isFollowing: first('follow') === 'on',
  };
}

function directionOf(order: string | undefined): LogState['direction'] | undefined {
  return order === 'newest' ? 'backward' : order === 'oldest' ? 'forward' : undefined;
}

/** What makes another list of lines: a change of it starts the window anew. */
export function listKeyOf({ search, filters, direction, start }: LogState): string {
  return JSON.stringify([search, filters, direction, start]);
}

/** The panel's own query answers this state already. */
export function isOwnQuery(state: LogState, defaults: LogState): boolean {
  return listKeyOf(state) === listKeyOf(defaults);
}

export function toLogChanges(state: LogState, position: LogPosition): QueryChanges {
  const typed: Typed = { search: state.search, filters: state.filters };
  return {
    typed,
    direction: state.direction,
    cursor: position.cursor,
    at: position.cursor === undefined ? position.at : undefined,
  };
}

const FROM_START: ViewerChanges = { cursor: undefined, at: undefined, line: undefined };

export function changeLogSearch(search: string, defaults: LogState): ViewerChanges {
  return { ...FROM_START, q: search === defaults.search ? undefined : [search] };
}

export function changeLogFilter(state: LogState, field: string, condition: Condition | undefined): ViewerChanges {
  const others = state.filters.filter((other) => other.field !== field);
  return { ...FROM_START, filter: (condition === undefined ? others : [...others, condition]).map(formatCondition) };
}

export function clearLogFilters(defaults: LogState): ViewerChanges {
  return { ...changeLogSearch('', defaults), filter: undefined };
}

export function changeDirection(direction: LogDirection, defaults: LogState): ViewerChanges {
  return {
    ...FROM_START,
    order: direction === defaults.direction ? undefined : [direction === 'backward' ? 'newest' : 'oldest'],
  };
}

export function jumpTo(at: 'first' | 'last'): ViewerChanges {
  return { ...FROM_START, at: at === 'last' ? ['last'] : undefined };
}

export function lineLink(id: string, position: LogPosition | undefined): ViewerChanges {
  const { cursor, at } = position ?? { at: 'first' };
  return {
    line: [id],
    cursor: cursor === undefined ? undefined : [cursor],
    at: cursor === undefined && at === 'last' ? ['last'] : undefined,
  };
}
