import { useCallback, useEffect, useRef, useState } from 'react';
import { type PageQuery } from '../../../pageQuery/usePageQuery';

/** A page is asked for again at once, and then not sooner than this after the question before. */
const PAUSE_MS = 1000;

/** Asks for the page as it is now, one question at a time however many changes ask for it. */
export function useAskAgain({ refresh, isRefreshing }: Pick<PageQuery, 'refresh' | 'isRefreshing'>): () => void {
  const [isDue, setDue] = useState(false);
  const askedAt = useRef(-Infinity);

  useEffect(() => {
    if (!isDue || isRefreshing) {
      return;
    }
    const wait = Math.max(0, askedAt.current + PAUSE_MS - performance.now());
    const timer = setTimeout(() => {
      askedAt.current = performance.now();
      setDue(false);
      refresh();
    }, wait);
    return () => clearTimeout(timer);
  }, [isDue, isRefreshing, refresh]);

  return useCallback(() => setDue(true), []);
}
