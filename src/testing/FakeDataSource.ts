import { LoadingState, type DataFrame, type DataQueryRequest, type DataQueryResponse } from '@grafana/data';
import { setDataSourceSrv, type DataSourceSrv } from '@grafana/runtime';
import { Observable, type Subscriber } from 'rxjs';
import { type LiveUpdate } from '../liveQuery/liveUpdate';
import { type Typed } from '../viewerState/typed';

interface Asked {
  request: DataQueryRequest;
  /** The one query of the request, as it would go over the wire. */
  target: Record<string, unknown> & { typed?: Typed };
  isCancelled: boolean;
  answer: (frame: DataFrame) => void;
  /** `kept`: what it still has of an answer before. */
  fail: (message: string, kept?: DataFrame[]) => void;
}

/** A data source for tests of panels: keeps each question until the test answers it, as a slow network would. */
export class FakeDataSource {
  readonly asked: Asked[] = [];
  values: Array<{ value: string; count: number }> = [];
  info: unknown = { nodes: 3, liveNodes: 3 };
  readonly valuesAsked: unknown[][] = [];
  /** Who follows now. */
  readonly followed: Array<{ target: Record<string, unknown>; subscriber: Subscriber<LiveUpdate> }> = [];
  follow: ((request: DataQueryRequest, target: object) => Observable<LiveUpdate>) | undefined;

  /** What panels find under any data source reference from now on. */
  install(): this {
    const service: Pick<DataSourceSrv, 'get'> = { get: async () => this as never };
    setDataSourceSrv(service as DataSourceSrv);
    return this;
  }

  /** As new: nothing asked, nothing suggested. */
  reset(): void {
    this.asked.length = 0;
    this.valuesAsked.length = 0;
    this.followed.length = 0;
    this.follow = undefined;
    this.values = [];
    this.info = { nodes: 3, liveNodes: 3 };
  }

  query(request: DataQueryRequest): Observable<DataQueryResponse> {
    return new Observable((subscriber) => {
      const asked = question(request, subscriber);
      this.asked.push(asked);
      return () => {
        asked.isCancelled = true;
      };
    });
  }

  /** Lets panels follow it: what the test says next comes to whoever does. */
  followable(): this {
    this.follow = (_request, target) =>
      new Observable((subscriber) => {
        this.followed.push({ target: { ...target }, subscriber });
        return () =>
          this.followed.splice(
            0,
            this.followed.length,
            ...this.followed.filter((one) => one.subscriber !== subscriber)
          );
      });
    return this;
  }

  say(update: LiveUpdate): void {
    this.followed.forEach(({ subscriber }) => subscriber.next(update));
  }

  async getResource(): Promise<unknown> {
    return this.info;
  }

  async fetchValues(...args: unknown[]): Promise<Array<{ value: string; count: number }>> {
    this.valuesAsked.push(args);
    return this.values;
  }

  get last(): Asked {
    const last = this.asked.at(-1);
    if (last === undefined) {
      throw new Error('Expected the panel to have asked the data source; it has not.');
    }
    return last;
  }
}

function question(request: DataQueryRequest, subscriber: Subscriber<DataQueryResponse>): Asked {
  return {
    request,
    target: { ...request.targets[0] },
    isCancelled: false,
    answer: (frame) => {
      subscriber.next({ data: [frame], state: LoadingState.Done });
      subscriber.complete();
    },
    fail: (message, kept = []) => {
      subscriber.next({ data: kept, state: LoadingState.Error, errors: [{ message }] });
      subscriber.complete();
    },
  };
}
