import {
  formatCondition,
  isConditionFault,
  LOG_FIELDS,
  parseCondition,
  type Condition,
} from '@openvcloud/contract/src/filter';
import { type QueryChanges } from '../../../pageQuery/askDataSource';
import { type ViewerChanges, type ViewerParams } from '../../../viewerState/viewerParams';
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
    search: target?.search ?? '',
    filters: [],
    direction: target?.direction === 'backward' ? 'backward' : 'forward',
    start: { at: 'first' },
    isWrapped,
    isFollowing: false,
    faults: [],
  };
}

export function readLogState(params: ViewerParams, defaults: LogState): LogState {
  const read = (params.filter ?? []).map((text) => ({ text, condition: parseCondition(text, LOG_FIELDS) }));
  const order = params.order?.[0];
  const wrap = params.wrap?.[0];
  return {
    search: params.q?.[0] ?? defaults.search,
    filters: read.flatMap(({ condition }) => (isConditionFault(condition) ? [] : [condition])),
    direction: order === 'newest' ? 'backward' : order === 'oldest' ? 'forward' : defaults.direction,
    start: { cursor: params.cursor?.[0], at: params.at?.[0] === 'last' ? 'last' : 'first' },
    line: params.line?.[0],
    isWrapped: wrap === undefined ? defaults.isWrapped : wrap === 'on',
    isFollowing: params.follow?.[0] === 'on',
    faults: read.flatMap(({ text, condition }) =>
      isConditionFault(condition)
        ? [`The filter “${text}” of this address was left out: expected ${condition.expected}.`]
        : []
    ),
  };
}

/** What makes another list of lines: a change of it starts the window anew. */
export function listKeyOf({ search, filters, direction, start }: LogState): string {
  return JSON.stringify([search, filters, direction, start]);
}

/** The panel's own query answers this state already. */
export function isOwnQuery(state: LogState, defaults: LogState): boolean {
  return listKeyOf(state) === listKeyOf(defaults);
}

export function toLogChanges(state: LogState, target: LogsTarget | undefined, position: LogPosition): QueryChanges {
  return {
    filters: [...(target?.filters ?? []), ...state.filters],
    search: state.search,
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
