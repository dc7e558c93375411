import { LoadingState, type DataFrame, type DataQueryRequest, type DataQueryResponse } from '@grafana/data';
import {
  auditTime,
  distinctUntilChanged,
  EMPTY,
  exhaustMap,
  filter,
  map,
  merge,
  mergeMap,
  of,
  share,
  startWith,
  switchMap,
  timer,
  type Observable,
} from 'rxjs';
import { errorOf } from '../../answer/errorOf';
import { freshRange } from '../../liveQuery/freshRange';
import { type LiveUpdate } from '../../liveQuery/liveUpdate';
import { migrateQuery } from '../query/migrateQuery';
import { type JobsQuery } from '../query/query';
import { LiveTail, TAIL_ROWS } from './LiveTail';

type Request = DataQueryRequest<JobsQuery>;

export interface LiveSource {
  ask: (request: Request) => Observable<DataQueryResponse>;
  follow: (request: Request, query: JobsQuery) => Observable<LiveUpdate>;
}

/** Counts are asked for again when jobs have changed, at most this often. */
const COUNT_EVERY_MS = 1000;
/** While nothing can be followed the query is asked again this often. */
const ASK_EVERY_MS = 2000;

/** Explore's live tail: each query's newest rows as they come, one growing frame per query. */
export function liveAnswers(request: Request, source: LiveSource): Observable<DataQueryResponse> {
  const targets = request.targets.filter(({ hide }) => hide !== true);
  return merge(...targets.map((target) => liveAnswer({ ...request, targets: [target] }, target, source)));
}

function liveAnswer(request: Request, target: JobsQuery, source: LiveSource): Observable<DataQueryResponse> {
  const { queryType } = migrateQuery(target);
  switch (queryType) {
    case 'logs':
      return tail(request, { ...target, direction: 'backward' }, 'id', source);
    case 'jobs':
      // A table, unlike lines of a log, is read from its newest row down.
      return tail(request, target, 'guid', source).pipe(map(newestFirst));
    case 'jobCounts':
      return counts(request, target, source);
    default:
      return source.ask(request).pipe(map((answer) => ({ ...answer, key: target.refId })));
  }
}

function tail(request: Request, target: JobsQuery, key: string, source: LiveSource): Observable<DataQueryResponse> {
  const { refId } = target;
  const rows = new LiveTail(key);
  const newest: JobsQuery = {
    ...target,
    limit: Math.min(target.limit ?? 100, TAIL_ROWS),
    cursor: undefined,
    at: undefined,
  };
  const ask = () =>
    source.ask({ ...request, range: freshRange(request), liveStreaming: false, targets: [newest] }).pipe(
      filter(({ state }) => state !== LoadingState.Loading),
      map((answer): DataQueryResponse => {
        const frame: DataFrame | undefined = answer.data[0];
        if (errorOf(answer) !== undefined || frame === undefined) {
          return { ...answer, key: refId };
        }
        // The newest come first; in a tail they are at the end.
        rows.begin(reversed(frame));
        return answerOf(rows, refId);
      })
    );
  const updates = source.follow(request, target).pipe(share());
  return merge(
    updates.pipe(
      mergeMap((update) => {
        if (update.type === 'state') {
          return EMPTY;
        }
        rows.add(update.frame);
        return of(answerOf(rows, refId));
      })
    ),
    updates.pipe(
      filter((update) => update.type === 'state'),
      startWith(undefined),
      distinctUntilChanged((one, other) => one?.state === other?.state && one?.continuity === other?.continuity),
      switchMap((update) => (update?.state === 'live' || update === undefined ? ask() : again(ask)))
    )
  );
}

/** Until something can be followed again. */
function again(ask: () => Observable<DataQueryResponse>): Observable<DataQueryResponse> {
  return timer(ASK_EVERY_MS, ASK_EVERY_MS).pipe(exhaustMap(ask));
}

function counts(request: Request, target: JobsQuery, source: LiveSource): Observable<DataQueryResponse> {
  const ask = () =>
    source
      .ask({ ...request, range: freshRange(request), liveStreaming: false })
      .pipe(map((answer) => ({ ...answer, key: target.refId, state: streaming(answer) })));
  const changes = source.follow(request, target).pipe(share());
  const isAway = changes.pipe(
    filter((update) => update.type === 'state'),
    map(({ state }) => state !== 'live'),
    distinctUntilChanged()
  );
  return merge(
    of(undefined),
    changes.pipe(auditTime(COUNT_EVERY_MS)),
    isAway.pipe(switchMap((isPolled) => (isPolled ? timer(ASK_EVERY_MS, ASK_EVERY_MS) : EMPTY)))
  ).pipe(exhaustMap(ask));
}

function answerOf(rows: LiveTail, refId: string): DataQueryResponse {
  const frame = rows.toFrame(refId);
  return { key: refId, state: LoadingState.Streaming, data: frame === undefined ? [] : [frame] };
}

function newestFirst(answer: DataQueryResponse): DataQueryResponse {
  return { ...answer, data: answer.data.map(reversed) };
}

function streaming(answer: DataQueryResponse): LoadingState | undefined {
  return errorOf(answer) === undefined ? LoadingState.Streaming : answer.state;
}

function reversed(frame: DataFrame): DataFrame {
  return { ...frame, fields: frame.fields.map((field) => ({ ...field, values: [...field.values].reverse() })) };
}
