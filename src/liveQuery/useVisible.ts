import { useSyncExternalStore } from 'react';

/** Whether anybody can see the page: a tab in the background is not worth a stream. */
export function useVisible(): boolean {
  return useSyncExternalStore(
    (onChange) => {
      document.addEventListener('visibilitychange', onChange);
      return () => document.removeEventListener('visibilitychange', onChange);
    },
    () => document.visibilityState !== 'hidden'
  );
}
