import { type DataFrame, type DataQueryRequest } from '@grafana/data';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useFollowing, type Following } from '../../../liveQuery/useFollowing';
import { usePolling } from '../../../liveQuery/usePolling';
import { toLogLines, type LogRow } from '../lines/toLogLines';
import { toLogChanges, type LogState } from './logState';
import { type LogsTarget } from './logsTarget';

export interface LiveLines {
  following: Following;
  isPaused: boolean;
  /** Lines that came since it was paused. */
  news: number;
  pause: (isPaused: boolean) => void;
}

export const ASK_EVERY_SECONDS = 2;

interface Question {
  request: DataQueryRequest | undefined;
  target: LogsTarget | undefined;
  state: LogState;
  listKey: string;
}

interface Handlers {
  /** Lines that were stored just now. */
  onCame: (lines: LogRow[]) => void;
  /** Lines may be missing at the newest end. */
  onAsk: () => void;
  /** Nothing can be followed: what was added since is asked for. */
  load: (step: 'newest') => void;
}

/** Lines as they are stored, while the viewer follows. Paused, they are counted and fetched afterwards. */
export function useLiveLines({ request, target, state, listKey }: Question, handlers: Handlers): LiveLines {
  const [isPaused, setPaused] = useState(false);
  const [news, setNews] = useState(0);
  const latest = useRef({ isPaused, handlers });
  useEffect(() => {
    latest.current = { isPaused, handlers };
  });

  const onRows = useCallback((frame: DataFrame) => {
    const { isPaused, handlers } = latest.current;
    if (isPaused) {
      setNews((now) => now + frame.length);
    } else {
      handlers.onCame(toLogLines(frame));
    }
  }, []);
  const onAsk = useCallback(() => !latest.current.isPaused && latest.current.handlers.onAsk(), []);
  const { isFollowing } = state;
  const following = useFollowing(
    { request, target, changes: toLogChanges(state, state.start), key: listKey, isWanted: isFollowing },
    { onRows, onAsk }
  );

  const { load } = handlers;
  const loadNewest = useCallback(() => load('newest'), [load]);
  usePolling(isFollowing && !isPaused && following.state !== 'live', loadNewest, ASK_EVERY_SECONDS);

  const pause = useCallback((isOn: boolean) => {
    setPaused(isOn);
    setNews(0);
    if (!isOn) {
      latest.current.handlers.onAsk();
    }
  }, []);
  const isHeld = isPaused && isFollowing;
  return useMemo(() => ({ following, isPaused: isHeld, news, pause }), [following, isHeld, news, pause]);
}
