import { type DataQueryRequest } from '@grafana/data';
import { getDataSourceSrv } from '@grafana/runtime';
import { type DataQuery } from '@grafana/schema';
import { catchError, EMPTY, from, of, switchMap, type Observable } from 'rxjs';
import { messageOf } from '../answer/errorOf';
import { type QueryChanges } from '../pageQuery/askDataSource';
import { type LiveUpdate } from './liveUpdate';

interface FollowSource {
  follow: (request: DataQueryRequest, target: DataQuery) => Observable<LiveUpdate>;
}

/** Follows the panel's own query with changes; nothing at all where the data source cannot be followed. */
export function followDataSource(
  request: DataQueryRequest,
  target: DataQuery,
  changes: QueryChanges
): Observable<LiveUpdate> {
  return from(getDataSourceSrv().get(target.datasource, request.scopedVars)).pipe(
    switchMap((source: object) => (canFollow(source) ? source.follow(request, { ...target, ...changes }) : EMPTY)),
    catchError((error: unknown) =>
      of<LiveUpdate>({ type: 'state', state: 'refused', continuity: '', message: messageOf(error) })
    )
  );
}

function canFollow(source: object): source is FollowSource {
  return 'follow' in source && typeof source.follow === 'function';
}
