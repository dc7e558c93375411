import { config, getGrafanaLiveSrv } from '@grafana/runtime';
import { catchError, from, of, switchMap, type Observable } from 'rxjs';
import { messageOf } from '../../answer/errorOf';
import { type LiveUpdate } from '../../liveQuery/liveUpdate';
import { type JobsQuery } from '../query/query';
import { followChannel } from './followChannel';

export type GetResource = (path: string, params: Record<string, string>) => Promise<unknown>;

/** Follows a query whose variables have been replaced. The backend says on which channel, or why there is none. */
export function followQuery(uid: string, query: JobsQuery, getResource: GetResource): Observable<LiveUpdate> {
  const live = config.liveEnabled ? liveService() : undefined;
  if (live === undefined) {
    return of({ type: 'state', state: 'off', continuity: '', message: 'Grafana Live is off on this server.' });
  }
  const data = questionOf(query);
  return from(getResource('live', { query: JSON.stringify(data) })).pipe(
    switchMap((answer) => followChannel(live, { uid, path: pathOf(answer), data })),
    catchError((error: unknown) =>
      of<LiveUpdate>({ type: 'state', state: 'refused', continuity: '', message: messageOf(error) })
    )
  );
}

/** Hosts without Grafana Live set none, and the type does not say so. */
function liveService(): ReturnType<typeof getGrafanaLiveSrv> | undefined {
  return getGrafanaLiveSrv();
}

/** Only what decides which rows come: all viewers of them share one channel. */
function questionOf({ queryType, version, filters, search, guid, typed }: JobsQuery): Partial<JobsQuery> {
  return { queryType, version, filters, search, guid, typed };
}

function pathOf(answer: unknown): string {
  const path: unknown = typeof answer === 'object' && answer !== null ? Reflect.get(answer, 'path') : undefined;
  if (typeof path !== 'string') {
    throw new Error(
      'Expected the path of a channel from the data source’s backend. Update the app: it is older than its page.'
    );
  }
  return path;
}
