import { useCallback, useEffect, useRef, useState, type Dispatch } from 'react';
import { isOverfull } from './liveLines';
import { type FeedEvent, type FeedStep, type LogFeed } from './logFeed';
import { newestEnd } from './logState';
import { useLiveLines, type LiveLines } from './useLiveLines';

/** The newest end of a list that is followed: lines join it as they come, and its page is asked for when some may be missing. */
export function useLiveEdge(
  question: Parameters<typeof useLiveLines>[0],
  feed: LogFeed,
  dispatch: Dispatch<FeedEvent>,
  load: (step: FeedStep) => void
): LiveLines {
  const { listKey, state } = question;
  const newest = newestEnd(state);
  const [due, setDue] = useState(0);
  const done = useRef(0);
  const live = useLiveLines(question, {
    onCame: useCallback((lines) => dispatch({ type: 'came', lines, listKey, newest }), [dispatch, listKey, newest]),
    onAsk: useCallback(() => setDue((now) => now + 1), []),
    load,
  });

  // One question at a time: what is under way is answered first. Nothing is due of a list whose newest end is not loaded.
  const isLoaded = feed.window !== undefined && feed.listKey === listKey;
  const isFull = feed.window !== undefined && feed.error === undefined && isOverfull(feed.window);
  useEffect(() => {
    if (state.isFollowing && isLoaded && feed.pending === undefined && (due !== done.current || isFull)) {
      done.current = due;
      load('edge');
    }
  }, [state.isFollowing, isLoaded, feed.pending, due, isFull, load]);

  return live;
}
