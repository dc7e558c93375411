import { LoadingState, type DataFrame, type DataQueryRequest, type DataQueryResponse } from '@grafana/data';
import { getDataSourceSrv } from '@grafana/runtime';
import { type DataQuery } from '@grafana/schema';
import { filter, from, map, switchMap, type Observable } from 'rxjs';
import { errorOf } from '../answer/errorOf';

/** What differs from the panel's own query: filters, search, sort, cursor, limit... */
export type QueryChanges = Readonly<Record<string, unknown>>;

/** An answer that failed, or a part of it, with the other parts, and the rows of the last good one where the data source has them. */
class FailedAnswer extends Error {
  readonly frames: DataFrame[];

  constructor(message: string, frames: DataFrame[]) {
    super(message);
    this.frames = frames;
  }
}

/** What is shown once an answer failed: what came of it all the same, or what the data source still has; else what is shown. */
export function framesAfter<Shown extends DataFrame[] | undefined>(error: unknown, shown: Shown): DataFrame[] | Shown {
  return error instanceof FailedAnswer && error.frames.length > 0 ? error.frames : shown;
}

let asked = 0;

/**
 * Asks the data source of the panel's own query again, with changes, and with the time range and variables of
 * `request`. Unsubscribing cancels the HTTP request. An error of the answer is thrown with the controller's message;
 * `framesAfter` tells what is shown then.
 */
export function askDataSource(
  request: DataQueryRequest,
  target: DataQuery,
  changes: QueryChanges
): Observable<DataFrame[]> {
  return askQueries(request, target.datasource, [{ ...target, ...changes }]);
}

/** The same of any data source and any queries to it. */
export function askQueries(
  request: DataQueryRequest,
  datasource: DataQuery['datasource'],
  targets: DataQuery[]
): Observable<DataFrame[]> {
  asked += 1;
  const ask: DataQueryRequest = {
    ...request,
    requestId: `${request.requestId}-page-${asked}`,
    startTime: Date.now(),
    targets,
  };
  return from(getDataSourceSrv().get(datasource, request.scopedVars)).pipe(
    switchMap((dataSource) => from(dataSource.query(ask))),
    filter((response) => response.state !== LoadingState.Loading),
    map(framesOf)
  );
}

function framesOf(response: DataQueryResponse): DataFrame[] {
  const error = errorOf(response);
  const frames = response.data.filter(isDataFrame);
  if (error !== undefined) {
    throw new FailedAnswer(error, frames);
  }
  return frames;
}

function isDataFrame(value: unknown): value is DataFrame {
  return typeof value === 'object' && value !== null && 'fields' in value && Array.isArray(value.fields);
}
