import {
  LoadingState,
  type DataQueryError,
  type DataQueryRequest,
  type DataQueryResponse,
  type DataSourceApi,
  type PanelData,
} from '@grafana/data';
import { catchError, from, isObservable, map, of, startWith, type Observable } from 'rxjs';

type Query = (request: DataQueryRequest) => Promise<DataQueryResponse> | Observable<DataQueryResponse>;

/** Asks a data source and keeps the panel told: loading, then the frames or the error. */
export function runRequest(
  datasource: DataSourceApi,
  request: DataQueryRequest,
  queryFunction?: Query
): Observable<PanelData> {
  const started: PanelData = { state: LoadingState.Loading, series: [], timeRange: request.range, request };
  const targets = request.targets.filter(
    (target) => target.hide !== true && (datasource.filterQuery?.(target) ?? true)
  );
  if (targets.length === 0) {
    return of({ ...started, state: LoadingState.Done });
  }
  const query: Query = queryFunction ?? datasource.query.bind(datasource);
  return toObservable(() => query({ ...request, targets })).pipe(
    map((response) => toPanelData(started, response)),
    catchError((error: unknown) => of({ ...started, state: LoadingState.Error, errors: [toQueryError(error)] })),
    startWith(started)
  );
}

function toObservable(ask: () => ReturnType<Query>): Observable<DataQueryResponse> {
  try {
    const answer = ask();
    return isObservable(answer) ? answer : from(answer);
  } catch (error) {
    return from(Promise.reject(error));
  }
}

function toPanelData(started: PanelData, response: DataQueryResponse): PanelData {
  const errors = response.errors ?? (response.error ? [response.error] : []);
  const state = errors.length > 0 ? LoadingState.Error : (response.state ?? LoadingState.Done);
  return { ...started, state, series: response.data, errors: errors.length > 0 ? errors : undefined, error: errors[0] };
}

export function toQueryError(error: unknown): DataQueryError {
  if (typeof error === 'object' && error !== null && 'data' in error) {
    const { data } = error;
    const message =
      typeof data === 'object' && data !== null && 'message' in data ? String(data.message) : JSON.stringify(data);
    return { message };
  }
  return { message: error instanceof Error ? error.message : String(error) };
}
