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
 * `wanted` names the thing that is asked for: the value of another one is never kept, for it would be taken for this one.
 * `toValue` must be a function that stays the same: it is a dependency.
 */
export function useAnswer<T>(
  data: PanelData,
  wanted: string,
  toValue: (frames: readonly DataFrame[]) => T | null
): Answer<T> {
  const loaded = useMemo(() => toValue(data.series), [data.series, toValue]);
  const isLoading = data.state === LoadingState.Loading || data.state === LoadingState.NotStarted;
  const [last, setLast] = useState({ value: loaded, wanted });
  // While it loads, Grafana still gives what the question before was answered.
  if (loaded !== null && !isLoading && (loaded !== last.value || wanted !== last.wanted)) {
    setLast({ value: loaded, wanted });
  }
  const kept = last.wanted === wanted ? last.value : null;
  const error = errorOf(data);
  return { value: loaded ?? (isLoading || error !== undefined ? kept : null), isLoading, error };
}
