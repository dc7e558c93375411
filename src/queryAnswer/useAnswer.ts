import { LoadingState, type DataFrame, type PanelData } from '@grafana/data';
import { useMemo, useState } from 'react';
import { errorOf } from '../answer/errorOf';

export interface Answer<T> {
  /** Null: the query answered with nothing of this kind, or has not answered yet. */
  value: T | null;
  isLoading: boolean;
  error: string | undefined;
}

/**
 * What a panel's query answered. While it runs again, and when that fails, the last good value stays: a panel that
 * refreshes must not flicker, and one whose controller is away for a moment still has something to say.
 *
 * `toValue` must be a function that stays the same: it is a dependency.
 */
export function useAnswer<T>(data: PanelData, toValue: (frames: readonly DataFrame[]) => T | null): Answer<T> {
  const loaded = useMemo(() => toValue(data.series), [data.series, toValue]);
  const [kept, setKept] = useState<T | null>(loaded);
  if (loaded !== null && loaded !== kept) {
    setKept(loaded);
  }
  const isLoading = data.state === LoadingState.Loading || data.state === LoadingState.NotStarted;
  const error = errorOf(data);
  return { value: loaded ?? (isLoading || error !== undefined ? kept : null), isLoading, error };
}
