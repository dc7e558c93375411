import { LOG_FIELDS, type Condition } from '@openvcloud/contract/src/filter';
import { type QueryChanges } from '../../../pageQuery/askDataSource';
import { readFilters, replaceFilter, writeFilters, type AddressFilters } from '../../../viewerState/readFilters';
import { paramReader, wordOf } from '../../../viewerState/readParams';
import { type ViewerChanges, type ViewerParams } from '../../../viewerState/viewerParams';
import { type Typed } from '../../../viewerState/typed';
import { type LogDirection, type LogsTarget } from './logsTarget';
import { type LogPosition } from './logWindow';

/** What the viewer wants to see: the query's own words where the viewer changed nothing. */
export interface LogState extends AddressFilters {
  search: string;
  direction: LogDirection;
  start: LogPosition;
  /** The line a link leads to. */
  line?: string;
  isWrapped: boolean;
  isFollowing: boolean;
  /** What in the URL was left out, and what was expected. */
  faults: string[];
}

export function defaultLogState(target: LogsTarget | undefined, isWrapped: boolean): LogState {
  return {
    search: (target?.search ?? '').trim(),
    filters: [],
    unreadable: [],
    direction: target?.direction === 'backward' ? 'backward' : 'forward',
    start: { at: 'first' },
    isWrapped,
    isFollowing: false,
    faults: [],
  };
}

export function readLogState(params: ViewerParams, defaults: LogState): LogState {
  const { text, one, faults } = paramReader(params, PARAMS);
  return {
    search: text('q') ?? defaults.search,
    ...readFilters(params.filter, LOG_FIELDS),
    direction: one('order', wordOf(ORDERS), 'newest or oldest') ?? defaults.direction,
    start: { cursor: text('cursor'), at: one('at', wordOf(ENDS), 'last') ?? 'first' },
    line: text('line'),
    isWrapped: one('wrap', wordOf(SWITCH), 'on or off') ?? defaults.isWrapped,
    isFollowing: one('follow', wordOf(SWITCH), 'on or off') ?? false,
    faults,
  };
}

const PARAMS = ['q', 'filter', 'order', 'cursor', 'at', 'line', 'wrap', 'follow'];
const ORDERS = { newest: 'backward', oldest: 'forward' } as const;
const ENDS = { first: 'first', last: 'last' } as const;
const SWITCH = { on: true, off: false };

/** Where new lines come. */
export function newestEnd({ direction }: Pick<LogState, 'direction'>): 'first' | 'last' {
  return direction === 'forward' ? 'last' : 'first';
}

/** What makes another list of lines: a change of it starts the window anew. */
export function listKeyOf({ search, filters, unreadable, direction, start }: LogState): string {
  return JSON.stringify([search, filters, unreadable, direction, start]);
}

/** The panel's own query answers this state already. */
export function isOwnQuery(state: LogState, defaults: LogState): boolean {
  return listKeyOf(state) === listKeyOf(defaults);
}

export function toLogChanges(state: LogState, position: LogPosition): QueryChanges {
  const typed: Typed = { search: state.search, filters: writeFilters(state) };
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
  return { ...FROM_START, filter: replaceFilter(state, field, condition) };
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
