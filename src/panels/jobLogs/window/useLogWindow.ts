import { LoadingState, type DataFrame, type PanelData } from '@grafana/data';
import { useCallback, useEffect, useMemo, useReducer, useRef, useState } from 'react';
import { type Subscription } from 'rxjs';
import { errorOf, messageOf } from '../../../answer/errorOf';
import { readListMeta } from '../../../listFrame/readListMeta';
import { askDataSource } from '../../../pageQuery/askDataSource';
import { requestKey } from '../../../pageQuery/requestKey';
import { isOwnQuery, listKeyOf, newestEnd, toLogChanges, type LogState } from './logState';
import { type LogsTarget } from './logsTarget';
import { edgeOf, type LogPage, type LogPosition, type LogWindow } from './logWindow';
import { reduceFeed, type FeedStep, type LogFeed } from './logFeed';
import { useLiveEdge } from './useLiveEdge';
import { type LiveLines } from './useLiveLines';
import { findLogFrame, toLogLines } from '../lines/toLogLines';

export interface LogLoader extends LogFeed {
  isStale: boolean;
  live: LiveLines;
  /** Asks for what follows, precedes, or has been added since; one question at a time. */
  load: (step: FeedStep) => void;
  retry: () => void;
}

/**
 * Lines around what the viewer looks at, loaded page by page; a refresh adds what is new and moves nothing.
 * `scope`: what of the dashboard (time range, variables) makes another list.
 */
export function useLogWindow(
  data: PanelData,
  target: LogsTarget | undefined,
  state: LogState,
  defaults: LogState,
  scope: string
): LogLoader {
  const [feed, dispatch] = useReducer(reduceFeed, {});
  const listKey = `${scope}${listKeyOf(state)}`;
  const runKey = requestKey(data.request);
  const isOwn = !isOwnQuery(state, defaults) && target !== undefined;

  const latest = useRef({ request: data.request, target, state });
  useEffect(() => {
    latest.current = { request: data.request, target, state };
  });
  const pending = useRef<Subscription | undefined>(undefined);

  const ask = useCallback(
    (step: FeedStep, position: LogPosition) => {
      const { request, target, state } = latest.current;
      if (request === undefined || target === undefined) {
        return;
      }
      pending.current?.unsubscribe();
      dispatch({ type: 'asked', step });
      pending.current = askDataSource(request, target, toLogChanges(state, position)).subscribe({
        next: (frames) => dispatch(answerOf(step, position, frames, listKey, newestEnd(state))),
        error: (error: unknown) => dispatch({ type: 'failed', error: messageOf(error), listKey }),
      });
    },
    [listKey]
  );

  const { window, failed } = feed;
  const { direction, start } = state;
  const load = useCallback(
    (step: FeedStep) => {
      const isBusy = pending.current !== undefined && !pending.current.closed;
      const position = isBusy ? undefined : positionFor(step, window, { direction, start });
      if (position !== undefined) {
        ask(step, position);
      }
    },
    [ask, window, direction, start]
  );
  const isLoaded = window !== undefined && feed.listKey === listKey;
  const latestLoad = useRef({ load, window, isLoaded });
  useEffect(() => {
    latestLoad.current = { load, window, isLoaded };
  });

  // Another list: asked for anew, or taken from the panel's own query below.
  useEffect(() => {
    if (isOwn) {
      ask('start', latest.current.state.start);
    }
    return () => pending.current?.unsubscribe();
  }, [isOwn, ask]);

  // The panel's own query answered. Its first page is also what is new, unless more pages follow it.
  const queryError = isOwn ? undefined : errorOf(data);
  const hasFailed = queryError !== undefined;
  useEffect(() => {
    if (isOwn || data.state === LoadingState.Loading || data.state === LoadingState.NotStarted) {
      return;
    }
    const { window, load, isLoaded } = latestLoad.current;
    if (hasFailed && isLoaded) {
      // It has no lines to take the place of those that are loaded.
      return;
    }
    dispatch(answerOf('start', { at: 'first' }, data.series, listKey, newestEnd(latest.current.state), true));
    if (window !== undefined && window.pages.length > 1 && latest.current.state.direction === 'forward') {
      load('newest');
    }
  }, [isOwn, hasFailed, data.series, data.state, listKey]);

  // A refresh of a list of the viewer's own. A start that is under way asked with the range of the run before.
  const seenRun = useRef(runKey);
  const isStarting = feed.pending === 'start';
  useEffect(() => {
    if (isOwn && seenRun.current !== '' && seenRun.current !== runKey) {
      isStarting ? ask('start', latest.current.state.start) : latestLoad.current.load('newest');
    }
    seenRun.current = runKey;
  }, [runKey, isOwn, isStarting, ask]);

  const live = useLiveEdge({ request: data.request, target, state, listKey }, feed, dispatch, load);

  // Retry asks in place of the run that failed: its error goes with it.
  const [retriedRun, setRetriedRun] = useState<string>();
  const retry = useCallback(() => {
    setRetriedRun(runKey);
    load(failed ?? 'start');
  }, [load, failed, runKey]);
  const shownError = feed.error ?? (retriedRun === runKey ? undefined : queryError);
  return useMemo(
    () => ({
      ...feed,
      error: shownError,
      isStale: feed.listKey !== undefined && feed.listKey !== listKey,
      load,
      retry,
      live,
    }),
    [feed, shownError, listKey, load, retry, live]
  );
}

function answerOf(
  step: FeedStep,
  position: LogPosition,
  frames: DataFrame[],
  listKey: string,
  newest: 'first' | 'last',
  isRefresh = false
) {
  const frame = findLogFrame(frames);
  return {
    type: 'answered',
    step,
    position,
    lines: toLogLines(frame),
    meta: readListMeta(frame),
    listKey,
    newest,
    isRefresh,
  } as const;
}

/** Where the next question goes; undefined when there is nothing that way. */
function positionFor(
  step: FeedStep,
  window: LogWindow | undefined,
  state: Pick<LogState, 'direction' | 'start'>
): LogPosition | undefined {
  const first = window?.pages[0];
  const last = window?.pages.at(-1);
  switch (step) {
    case 'start':
      return state.start;
    case 'next':
      return pageAt(last?.next);
    case 'prev':
      return pageAt(first?.prev);
    case 'newest':
      return newestPosition({ first, last }, state);
    case 'edge':
      return edgePosition(window, newestEnd(state));
  }
}

function pageAt(cursor: string | null | undefined): LogPosition | undefined {
  return cursor ? { cursor, at: 'first' } : undefined;
}

/** Of a list that is followed: its newest page, wherever that began. */
function edgePosition(window: LogWindow | undefined, newest: 'first' | 'last'): LogPosition | undefined {
  return window !== undefined && edgeOf(window, newest) !== undefined ? { at: newest } : undefined;
}

/** The newest page again, when it is loaded; who looks at older lines is not disturbed. */
function newestPosition(
  { first, last }: { first?: LogPage; last?: LogPage },
  state: Pick<LogState, 'direction'>
): LogPosition | undefined {
  if (state.direction === 'backward') {
    return first?.prev === null ? { at: 'first' } : undefined;
  }
  return last?.next === null ? last.position : undefined;
}
