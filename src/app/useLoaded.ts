import { useCallback, useEffect, useState } from 'react';
import { messageOf } from '../answer/errorOf';

export type Loaded<T> = { status: 'loading' } | { status: 'loaded'; value: T } | { status: 'failed'; message: string };

/** What `load` answers, now and after each call of the second item. `load` must be stable: it is a dependency. */
export function useLoaded<T>(load: () => Promise<T>): [Loaded<T>, () => void] {
  const [loaded, setLoaded] = useState<Loaded<T>>({ status: 'loading' });
  const [run, setRun] = useState(0);

  useEffect(() => {
    let isWanted = true;
    load().then(
      (value) => isWanted && setLoaded({ status: 'loaded', value }),
      (error: unknown) => isWanted && setLoaded({ status: 'failed', message: messageOf(error) })
    );
    return () => {
      isWanted = false;
    };
  }, [load, run]);

  return [loaded, useCallback(() => setRun((count) => count + 1), [])];
}
