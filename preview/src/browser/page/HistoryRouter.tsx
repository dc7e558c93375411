import { type locationService } from '@grafana/runtime';
import { useSyncExternalStore, type ReactNode } from 'react';
import { Router } from 'react-router-dom';

type History = ReturnType<typeof locationService.getHistory>;

/** The router over the history object that plugins and scenes write to, so that there is one address. */
export function HistoryRouter({ history, children }: { history: History; children: ReactNode }) {
  const location = useSyncExternalStore(
    (changed) => history.listen(changed),
    () => history.location
  );
  return (
    <Router location={location} navigator={history}>
      {children}
    </Router>
  );
}
