import { locationService } from '@grafana/runtime';
import { useCallback, useMemo, useState, useSyncExternalStore } from 'react';
import {
  changeViewerParams,
  readViewerParams,
  toUrlChanges,
  viewerKey,
  viewerPrefix,
  type ViewerChanges,
  type ViewerParams,
} from './viewerParams';

/** `push` makes a step that the browser's Back undoes; `replace` does not. */
export type WriteMode = 'push' | 'replace';
export type WriteViewerParams = (changes: ViewerChanges, mode?: WriteMode) => void;

const NONE: ViewerParams = {};

/**
 * One panel's viewer state. The URL is its only copy, so Back, Forward, reload and a shared link restore it.
 * Explore owns its URL and drops what it does not know: there the state lives in the component (`isLocal`).
 */
export function useViewerParams(panelId: number, isLocal: boolean): [ViewerParams, WriteViewerParams] {
  const prefix = viewerPrefix(panelId);
  const [local, setLocal] = useState(NONE);
  // The snapshot is text, so that changes of the URL that are not ours do not render the panel again.
  const key = useSyncExternalStore(subscribe, () =>
    viewerKey(readViewerParams(locationService.getLocation().search, prefix))
  );
  const fromUrl = useMemo(() => parseKey(key), [key]);

  const write = useCallback<WriteViewerParams>(
    (changes, mode = 'push') => {
      if (isLocal) {
        setLocal((params) => changeViewerParams(params, changes));
        return;
      }
      const current = readViewerParams(locationService.getLocation().search, prefix);
      if (viewerKey(changeViewerParams(current, changes)) !== viewerKey(current)) {
        locationService.partial(toUrlChanges(changes, prefix), mode === 'replace');
      }
    },
    [isLocal, prefix]
  );
  return [isLocal ? local : fromUrl, write];
}

function subscribe(onChange: () => void): () => void {
  const subscription = locationService.getLocationObservable().subscribe(onChange);
  return () => subscription.unsubscribe();
}

function parseKey(key: string): ViewerParams {
  const entries: Array<[string, string[]]> = JSON.parse(key);
  return Object.fromEntries(entries);
}
