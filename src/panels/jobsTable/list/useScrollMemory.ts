import { locationService } from '@grafana/runtime';
import { useCallback, useEffect, useRef } from 'react';

const PREFIX = 'openvcloud.scroll.';

/**
 * Where a list was scrolled to, per page of the list, for this browser tab. Restored after Back, Forward and reload
 * only: who follows a link starts at the top.
 */
export function useScrollMemory(
  listKey: string,
  isReady: boolean,
  scrollTo: (offset: number) => void
): (offset: number) => void {
  const key = `${PREFIX}${locationService.getLocation().pathname}.${listKey}`;
  const placed = useRef<string | undefined>(undefined);

  useEffect(() => {
    if (!isReady || placed.current === key) {
      return;
    }
    const isReturn = locationService.getHistory().action === 'POP';
    const isOtherPage = placed.current !== undefined;
    placed.current = key;
    const offset = isReturn ? Number(sessionStorage.getItem(key)) : 0;
    if (offset > 0 || isOtherPage) {
      scrollTo(offset);
    }
  }, [key, isReady, scrollTo]);

  return useCallback((offset) => sessionStorage.setItem(key, String(Math.round(offset))), [key]);
}
