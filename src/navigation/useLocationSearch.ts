import { locationService } from '@grafana/runtime';
import { useSyncExternalStore } from 'react';

/** The query of the page's URL, followed as it changes: links keep its time range and variables. */
export function useLocationSearch(): string {
  return useSyncExternalStore(subscribe, readSearch);
}

function subscribe(onChange: () => void): () => void {
  return locationService.getHistory().listen(onChange);
}

function readSearch(): string {
  return locationService.getLocation().search;
}
