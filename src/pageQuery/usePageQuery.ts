import { LoadingState, type DataFrame, type PanelData } from '@grafana/data';
import { type DataQuery } from '@grafana/schema';
import { useCallback, useEffect, useReducer, useRef } from 'react';
import { errorOf, messageOf } from '../answer/errorOf';
import { freshRange } from '../liveQuery/freshRange';
import { askDataSource, framesAfter, type QueryChanges } from './askDataSource';
import { requestKey } from './requestKey';

export interface PageQuery {
  frames: DataFrame[];
  isLoading: boolean;
  /** The frames answer an earlier viewer state: show them as such until the new ones are here. */
  isStale: boolean;
  error?: string;
  retry: () => void;
  /** Asks again as of now, and leaves what is shown as it is until the answer is here. */
  refresh: () => void;
  isRefreshing: boolean;
}

interface OwnAnswer {
  /** What was asked for; undefined: nothing was answered yet. */
  stateKey?: string;
  requestKey?: string;
  frames?: DataFrame[];
  error?: string;
  /** Counts up on Retry; `retryOf` is the run of the query it belongs to. */
  attempt: number;
  retryOf?: string;
  isRefreshing?: boolean;
  /** Asked with the time range as of now, not as of the panel's last run. */
  isFresh?: boolean;
}

type Event =
  | { type: 'answered'; stateKey: string; requestKey: string; frames: DataFrame[] }
  | { type: 'failed'; stateKey: string; requestKey: string; error: unknown }
  | { type: 'retried'; requestKey: string }
  | { type: 'refreshed'; stateKey: string; requestKey: string; frames: DataFrame[] }
  | { type: 'left' };

/**
 * The page a viewer wants to see. Without changes the panel's own query answers it (no extra request); with changes
 * the data source is asked, again on each refresh, and an answer that is no longer wanted is cancelled, never shown.
 */
export function usePageQuery(
  data: PanelData,
  target: DataQuery | undefined,
  changes: QueryChanges | undefined
): PageQuery {
  const [own, dispatch] = useReducer(reduce, { attempt: 0 });
  const stateKey = changes === undefined ? '' : JSON.stringify(changes);
  const runKey = requestKey(data.request);
  const isOwn = target !== undefined && data.request !== undefined && (changes !== undefined || own.retryOf === runKey);

  const isRunning = data.state === LoadingState.Loading;

  const latest = useRef({ request: data.request, target, changes, isFresh: own.isFresh, series: data.series });
  useEffect(() => {
    latest.current = { request: data.request, target, changes, isFresh: own.isFresh, series: data.series };
  });

  useEffect(() => {
    if (!isOwn && !isRunning) {
      dispatch({ type: 'left' });
    }
  }, [isOwn, isRunning]);

  useEffect(() => {
    const { request, target, changes, isFresh } = latest.current;
    if (!isOwn || request === undefined || target === undefined) {
      return;
    }
    // Asked for since something changed: an answer that is on its way may not know of it.
    const asked = isFresh ? { ...request, range: freshRange(request), skipQueryCache: true } : request;
    const subscription = askDataSource(asked, target, changes ?? {}).subscribe({
      next: (frames) => dispatch({ type: 'answered', stateKey, requestKey: runKey, frames }),
      error: (error: unknown) => dispatch({ type: 'failed', stateKey, requestKey: runKey, error }),
    });
    return () => subscription.unsubscribe();
  }, [isOwn, stateKey, runKey, own.attempt]);

  const retry = useCallback(() => dispatch({ type: 'retried', requestKey: runKey }), [runKey]);
  const refresh = useCallback(
    () => dispatch({ type: 'refreshed', stateKey, requestKey: runKey, frames: latest.current.series }),
    [stateKey, runKey]
  );
  const isRefreshing = isOwn && own.isRefreshing === true;
  const shown = isOwn ? ownAnswer(own, data, stateKey, runKey) : panelAnswer(own, data, stateKey);
  return { ...shown, retry, refresh, isRefreshing };
}

type Shown = Omit<PageQuery, 'retry' | 'refresh' | 'isRefreshing'>;

function ownAnswer(own: OwnAnswer, data: PanelData, stateKey: string, runKey: string): Shown {
  const isAnswered = own.stateKey === stateKey;
  return {
    frames: own.frames ?? data.series,
    isLoading: !isAnswered || own.requestKey !== runKey,
    isStale: !isAnswered,
    error: isAnswered ? own.error : undefined,
  };
}

/** While the panel's query runs again its series are those of its last run, and older than what was asked since. */
function panelAnswer(own: OwnAnswer, data: PanelData, stateKey: string): Shown {
  const isRunning = data.state === LoadingState.Loading;
  const since = isRunning && own.stateKey === stateKey ? own.frames : undefined;
  return { frames: since ?? data.series, isLoading: isRunning, isStale: false, error: errorOf(data) };
}

/** A page that cannot be had: rows of another search or filter would be taken for its own. */
function failed(own: OwnAnswer, { stateKey, requestKey, error }: Extract<Event, { type: 'failed' }>): OwnAnswer {
  const isSame = stateKey === '' || stateKey === own.stateKey;
  const frames = isSame ? own.frames : [];
  return {
    ...own,
    stateKey,
    requestKey,
    frames: framesAfter(error, frames),
    error: messageOf(error),
    isRefreshing: false,
  };
}

function reduce(own: OwnAnswer, event: Event): OwnAnswer {
  switch (event.type) {
    case 'answered':
      return {
        ...own,
        stateKey: event.stateKey,
        requestKey: event.requestKey,
        frames: event.frames,
        error: undefined,
        isRefreshing: false,
      };
    case 'failed':
      return failed(own, event);
    case 'retried':
      // Forgetting the answer's run shows the loading bar again.
      return { ...own, requestKey: undefined, error: undefined, attempt: own.attempt + 1, retryOf: event.requestKey };
    case 'refreshed':
      return refreshed(own, event);
    case 'left':
      return own.stateKey === undefined && own.frames === undefined ? own : { attempt: own.attempt };
  }
}

/** The first time the panel's own query has answered; that stays shown. */
function refreshed(own: OwnAnswer, event: Extract<Event, { type: 'refreshed' }>): OwnAnswer {
  const { stateKey, requestKey, frames } = event;
  const shown = own.stateKey === undefined ? { stateKey, requestKey, frames } : {};
  return { ...own, ...shown, attempt: own.attempt + 1, retryOf: requestKey, isRefreshing: true, isFresh: true };
}
