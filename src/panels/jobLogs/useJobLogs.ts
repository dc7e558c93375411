import { CoreApp, type PanelProps } from '@grafana/data';
import { formatCondition } from '@openvcloud/contract/src/condition';
import type { Condition } from '@openvcloud/contract/src/filter';
import { useMemo } from 'react';
import { completeValues, type CompleteValues } from '../../columnFilter/valueCompletion';
import { writeFilters } from '../../viewerState/readFilters';
import { useViewerParams, type WriteMode, type WriteViewerParams } from '../../viewerState/useViewerParams';
import {
  changeDirection,
  changeLogFilter,
  changeLogSearch,
  clearLogFilters,
  defaultLogState,
  jumpTo,
  lineLink,
  newestEnd,
  readLogState,
  type LogState,
} from './window/logState';
import { findLogsTarget, type LogDirection, type LogsTarget } from './window/logsTarget';
import { edgeOf, linesOf, type LogPosition } from './window/logWindow';
import { type JobLogsOptions } from './options';
import { type LogRow } from './lines/toLogLines';
import { useLogWindow, type LogLoader } from './window/useLogWindow';

export interface JobLogs {
  lines: LogRow[];
  state: LogState;
  loader: LogLoader;
  actions: LogActions;
  complete: CompleteValues;
  target: LogsTarget | undefined;
  /** The job whose lines they are; '' where none is chosen, undefined where lines of all jobs are wanted. */
  guid: string | undefined;
}

export interface LogActions {
  search: (text: string, mode: WriteMode) => void;
  filter: (field: string, condition: Condition | undefined) => void;
  clear: () => void;
  order: (direction: LogDirection) => void;
  wrap: (isOn: boolean) => void;
  follow: (isOn: boolean) => void;
  jump: (at: 'first' | 'last') => void;
  /** Remembers a line in the URL, without a step: coming back finds it. */
  keep: (id: string, position: LogPosition | undefined) => void;
}

export function useJobLogs({ id, data, options, replaceVariables }: PanelProps<JobLogsOptions>): JobLogs {
  const { request } = data;
  const [params, write] = useViewerParams(id, request?.app === CoreApp.Explore);
  const target = findLogsTarget(request?.targets);
  const scope = replaceVariables(JSON.stringify([request?.range.raw, target?.guid, target?.filters, target?.search]));

  const shown = useShownTarget(target, replaceVariables);
  const defaults = useMemo(() => defaultLogState(shown, options.wrap ?? true), [shown, options.wrap]);
  const state = useMemo(() => readLogState(params, defaults), [params, defaults]);
  const loader = useLogWindow(data, target, state, defaults, scope);
  const lines = useMemo(() => linesOf(loader.window), [loader.window]);
  const { load, window } = loader;
  const isAtEdge = window === undefined || edgeOf(window, newestEnd(state)) !== undefined;
  const actions = useMemo(
    () => logActions(state, defaults, write, load, isAtEdge),
    [state, defaults, write, load, isAtEdge]
  );
  const guid = target?.guid ? replaceVariables(target.guid).trim() : undefined;
  const complete = useMemo<CompleteValues>(() => {
    const ofJob = !guid ? [] : [formatCondition({ field: 'jobGuid', operator: '=', values: [guid] })];
    const typed = [...ofJob, ...writeFilters(state)];
    return (field, text) => completeValues('logs', target, typed, request?.range, field, text);
  }, [guid, target, state, request?.range]);
  return { lines, state, loader, actions, complete, target, guid };
}

/** The panel's own query as a viewer sees it: with what its variables hold. */
function useShownTarget(target: LogsTarget | undefined, replace: (text: string) => string): LogsTarget | undefined {
  const search = replace(target?.search ?? '');
  return useMemo(() => (target === undefined ? undefined : { ...target, search }), [target, search]);
}

function logActions(
  state: LogState,
  defaults: LogState,
  write: WriteViewerParams,
  load: LogLoader['load'],
  isAtEdge: boolean
): LogActions {
  const isAt = (at: 'first' | 'last') =>
    state.start.cursor === undefined && state.start.at === at && state.line === undefined;
  return {
    search: (text, mode) => write(changeLogSearch(text, defaults), mode),
    filter: (field, condition) => write(changeLogFilter(state, field, condition)),
    clear: () => write(clearLogFilters(defaults)),
    order: (direction) => write(changeDirection(direction, defaults)),
    wrap: (isOn) => write({ wrap: isOn === defaults.isWrapped ? undefined : [isOn ? 'on' : 'off'] }, 'replace'),
    // What is added can be followed only where it is loaded.
    follow: (isOn) => {
      const toEdge = isOn && !isAtEdge ? jumpTo(newestEnd(state)) : {};
      write({ ...toEdge, follow: isOn ? ['on'] : undefined }, 'replace');
    },
    // Scrolled away from an end that the list began at: the same list once more.
    jump: (at) => (isAt(at) ? load('start') : write(jumpTo(at), 'replace')),
    keep: (id, position) => write(lineLink(id, position), 'replace'),
  };
}
