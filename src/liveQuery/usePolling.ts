import { useEffect } from 'react';

/** Asks every so many seconds instead of following; not while nobody can see the page. */
export function usePolling(isOn: boolean, ask: () => void, everySeconds: number): void {
  useEffect(() => {
    if (!isOn) {
      return;
    }
    const timer = setInterval(() => document.visibilityState !== 'hidden' && ask(), everySeconds * 1000);
    return () => clearInterval(timer);
  }, [isOn, ask, everySeconds]);
}
