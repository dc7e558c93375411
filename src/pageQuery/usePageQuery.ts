import { LoadingState, type DataFrame, type PanelData } from '@grafana/data';
import { type DataQuery } from '@grafana/schema';
import { useCallback, useEffect, useReducer, useRef } from 'react';
import { errorOf, messageOf } from '../answer/errorOf';
import { askDataSource, type QueryChanges } from './askDataSource';
import { requestKey } from './requestKey';

export interface PageQuery {
  frames: DataFrame[];
  isLoading: boolean;
  /** The frames answer an earlier viewer state: show them as such until the new ones are here. */
  isStale: boolean;
  error?: string;
  retry: () => void;
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
}

type Event =
  | { type: 'answered'; stateKey: string; requestKey: string; frames: DataFrame[] }
  | { type: 'failed'; stateKey: string; requestKey: string; error: string }
  | { type: 'retried'; requestKey: string }
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

  const latest = useRef({ request: data.request, target, changes });
  useEffect(() => {
    latest.current = { request: data.request, target, changes };
  });

  useEffect(() => {
    const { request, target, changes } = latest.current;
    if (!isOwn || request === undefined || target === undefined) {
      dispatch({ type: 'left' });
      return;
    }
    const subscription = askDataSource(request, target, changes ?? {}).subscribe({
      next: (frames) => dispatch({ type: 'answered', stateKey, requestKey: runKey, frames }),
      error: (error: unknown) => dispatch({ type: 'failed', stateKey, requestKey: runKey, error: messageOf(error) }),
    });
    return () => subscription.unsubscribe();
  }, [isOwn, stateKey, runKey, own.attempt]);

  const retry = useCallback(() => dispatch({ type: 'retried', requestKey: runKey }), [runKey]);
  if (!isOwn) {
    return {
      frames: data.series,
      isLoading: data.state === LoadingState.Loading,
      isStale: false,
      error: errorOf(data),
      retry,
    };
  }
  const isAnswered = own.stateKey === stateKey;
  return {
    frames: own.frames ?? data.series,
    isLoading: !isAnswered || own.requestKey !== runKey,
    isStale: !isAnswered,
    error: isAnswered ? own.error : undefined,
    retry,
  };
}

/** A page that cannot be had shows no rows: those of another search or filter would be taken for its own. */
function framesAfter({ stateKey, frames }: OwnAnswer, failed: { stateKey: string }): Partial<OwnAnswer> {
  const isSame = failed.stateKey === '' || failed.stateKey === stateKey;
  return { stateKey: failed.stateKey, frames: isSame ? frames : [] };
}

function reduce(own: OwnAnswer, event: Event): OwnAnswer {
  switch (event.type) {
    case 'answered':
      return { ...own, stateKey: event.stateKey, requestKey: event.requestKey, frames: event.frames, error: undefined };
    case 'failed':
      return { ...own, ...framesAfter(own, event), requestKey: event.requestKey, error: event.error };
    case 'retried':
      // Forgetting the answer's run shows the loading bar again.
      return { ...own, requestKey: undefined, error: undefined, attempt: own.attempt + 1, retryOf: event.requestKey };
    case 'left':
      return own.stateKey === undefined && own.frames === undefined ? own : { attempt: own.attempt };
  }
}
