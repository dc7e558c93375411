import { type DataQueryRequest } from '@grafana/data';
import { locationService } from '@grafana/runtime';
import { useEffect, useRef } from 'react';
import { type WriteViewerParams } from '../../../viewerState/useViewerParams';
import { FIRST_PAGE, type ListState } from './listState';

/**
 * Another time range or other variables make another list, and page 7 of the old one means nothing in it.
 * Not after Back or Forward, which bring range and page back together.
 */
export function useFirstPageOnNewScope(
  request: DataQueryRequest | undefined,
  filters: string,
  state: ListState,
  write: WriteViewerParams
): void {
  const scope = request === undefined ? undefined : JSON.stringify([request.range.raw, filters]);
  const isDeep = state.cursor !== undefined || state.at !== undefined;
  const seen = useRef(scope);

  useEffect(() => {
    const isNew = seen.current !== undefined && scope !== undefined && seen.current !== scope;
    seen.current = scope ?? seen.current;
    if (isNew && isDeep && locationService.getHistory().action !== 'POP') {
      write(FIRST_PAGE, 'replace');
    }
  }, [scope, isDeep, write]);
}
