import { type DataQueryRequest, type DataQueryResponse } from '@grafana/data';
import { defer, finalize, map, ReplaySubject, share, timer, type Observable } from 'rxjs';
import { type JobsQuery } from '../query/query';
import { KeptAnswers } from './keptAnswers';
import { questionKey } from './questionKey';

/**
 * A panel that refreshes gives up its request and asks again at once. Until then the request goes on: its answer is the
 * one that is wanted. After this it is cancelled, since nobody is there any more.
 */
const LINGER_MS = 500;

type Ask = (request: DataQueryRequest<JobsQuery>) => Observable<DataQueryResponse>;

/**
 * What a data source answers its panels. A question that is asked again while it runs waits for the answer that is on its
 * way, so that a controller that takes longer than the refresh interval is shown all the same; and while the controller
 * does not answer, the last good answer stays, with words.
 */
export class Answers {
  private readonly running = new Map<string, Observable<DataQueryResponse>>();
  private readonly kept = new KeptAnswers();
  private asked = 0;

  constructor(private readonly ask: Ask) {}

  /** `applied` are the request's queries as they are sent. `skipQueryCache` asks anew, whatever is on its way. */
  to(request: DataQueryRequest<JobsQuery>, applied: readonly JobsQuery[]): Observable<DataQueryResponse> {
    const key = questionKey(request, applied);
    return defer(() => {
      const running = request.skipQueryCache ? undefined : this.running.get(key);
      return running ?? this.start(key, request);
    });
  }

  private start(key: string, request: DataQueryRequest<JobsQuery>): Observable<DataQueryResponse> {
    this.asked += 1;
    // An id of its own: Grafana cancels what goes by the panel's as soon as the panel asks again.
    const own = { ...request, requestId: `${request.requestId}-${this.asked}` };
    const answer: Observable<DataQueryResponse> = this.ask(own).pipe(
      map((response) => this.kept.shown(key, response, Date.now(), request.timezone)),
      finalize(() => this.running.get(key) === answer && this.running.delete(key)),
      share({ connector: () => new ReplaySubject(1), resetOnRefCountZero: () => timer(LINGER_MS) })
    );
    this.running.set(key, answer);
    return answer;
  }
}
