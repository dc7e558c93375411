import { type DataFrame, type DataQueryRequest } from '@grafana/data';
import { type DataQuery } from '@grafana/schema';
import { useEffect, useRef, useState } from 'react';
import { type QueryChanges } from '../pageQuery/askDataSource';
import { followDataSource } from './followDataSource';
import { type LiveState } from './liveUpdate';
import { RateMeter } from './RateMeter';
import { useVisible } from './useVisible';

export interface Following {
  /** undefined: nothing is followed, or nothing can be. */
  state: LiveState | undefined;
  message?: string;
  /** Rows that came, a second. */
  rate: number;
}

interface Question {
  request: DataQueryRequest | undefined;
  target: DataQuery | undefined;
  changes?: QueryChanges;
  /** Another one is another list. */
  key: string;
  isWanted: boolean;
}

interface Handlers {
  onRows: (frame: DataFrame) => void;
  /** Rows may be missing: it has begun, or something was lost. */
  onAsk: () => void;
}

const NOT: Following = { state: undefined, rate: 0 };
const MEASURE_MS = 1000;

/** Follows a query while it is wanted and can be seen. A tab in the background costs nothing, and asks when it is back. */
export function useFollowing({ request, target, changes, key, isWanted }: Question, handlers: Handlers): Following {
  const [following, setFollowing] = useState(NOT);
  const isVisible = useVisible();
  const isOn = isWanted && isVisible && request !== undefined && target !== undefined;
  const latest = useRef({ request, target, changes, handlers });
  useEffect(() => {
    latest.current = { request, target, changes, handlers };
  });

  useEffect(() => {
    const { request, target, changes } = latest.current;
    if (!isOn || request === undefined || target === undefined) {
      return;
    }
    const meter = new RateMeter();
    let continuity: string | undefined;
    const subscription = followDataSource(request, target, changes ?? {}).subscribe((update) => {
      if (update.type === 'rows') {
        meter.add(update.frame.length, performance.now());
        latest.current.handlers.onRows(update.frame);
        return;
      }
      const { state, message } = update;
      setFollowing((now) => (now.state === state && now.message === message ? now : { ...now, state, message }));
      if (state === 'live' && update.continuity !== continuity) {
        continuity = update.continuity;
        latest.current.handlers.onAsk();
      }
    });
    const timer = setInterval(() => {
      const rate = meter.perSecond(performance.now());
      setFollowing((now) => (now.rate === rate ? now : { ...now, rate }));
    }, MEASURE_MS);
    return () => {
      clearInterval(timer);
      subscription.unsubscribe();
      setFollowing(NOT);
    };
  }, [isOn, key]);

  return following;
}
