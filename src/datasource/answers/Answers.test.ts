import {
  createDataFrame,
  dateTime,
  LoadingState,
  type DataFrame,
  type DataQueryError,
  type DataQueryRequest,
  type DataQueryResponse,
} from '@grafana/data';
import { Observable, type Subscriber } from 'rxjs';
import { type JobsQuery } from '../query/query';
import { Answers } from './Answers';

const QUERY: JobsQuery = { refId: 'A', queryType: 'jobs', version: 2 };
const SECOND = 1000;

interface Run {
  requestId: string;
  isAnswered: boolean;
  isCancelled: boolean;
  subscriber: Subscriber<DataQueryResponse>;
}

/** A data source whose controller answers when the test says so; each ask is a request over the wire. */
function setup() {
  const runs: Run[] = [];
  const answers = new Answers(
    ({ requestId }) =>
      new Observable((subscriber) => {
        const run: Run = { requestId, isAnswered: false, isCancelled: false, subscriber };
        runs.push(run);
        return () => {
          run.isCancelled = !run.isAnswered;
        };
      })
  );
  let refreshes = 0;
  /** A panel asks: as of a second later each time. */
  const ask = (changes: Partial<DataQueryRequest<JobsQuery>> = {}, applied: JobsQuery[] = [QUERY]) => {
    refreshes += 1;
    const seen: DataQueryResponse[] = [];
    const subscription = answers
      .to({ ...request(refreshes * SECOND), requestId: `Q${refreshes}`, ...changes }, applied)
      .subscribe((response) => seen.push(response));
    return { seen, giveUp: () => subscription.unsubscribe() };
  };
  const say = (place: number, response: Partial<DataQueryResponse>) => {
    const run = runs[place];
    if (run === undefined) {
      throw new Error(`Expected ${place + 1} requests, got ${runs.length}.`);
    }
    run.isAnswered = true;
    run.subscriber.next({ state: LoadingState.Done, data: [], ...response });
    run.subscriber.complete();
  };
  return { runs, ask, say };
}

function request(at: number): DataQueryRequest<JobsQuery> {
  return {
    app: 'dashboard',
    panelId: 7,
    range: { from: dateTime(at - 3_600_000), to: dateTime(at), raw: { from: 'now-1h', to: 'now' } },
    intervalMs: 1000,
    timezone: 'utc',
    targets: [QUERY],
  } as unknown as DataQueryRequest<JobsQuery>;
}

const frame = (name: string, refId = 'A'): DataFrame =>
  createDataFrame({ name, refId, fields: [{ name: 'guid', values: [name] }] });
const failed = (error: DataQueryError): Partial<DataQueryResponse> => ({ state: LoadingState.Error, errors: [error] });
const names = (response: DataQueryResponse | undefined) => response?.data.map(({ name }: DataFrame) => name);

beforeEach(() => jest.useFakeTimers({ now: Date.UTC(2026, 10, 30, 12, 3, 10) }));
afterEach(() => jest.useRealTimers());

describe('a controller that takes longer than the refresh interval', () => {
  it('is asked once, and its answer is drawn by the refresh that came meanwhile', () => {
    const { runs, ask, say } = setup();
    const first = ask();
    first.giveUp();
    const second = ask();
    jest.advanceTimersByTime(4 * SECOND);
    second.giveUp();
    const third = ask();
    say(0, { data: [frame('rows')] });

    expect(runs).toHaveLength(1);
    expect(runs[0]?.isCancelled).toBe(false);
    expect(names(third.seen[0])).toEqual(['rows']);
    expect(first.seen).toEqual([]);
  });

  it('is asked anew by the refresh after its answer', () => {
    const { runs, ask, say } = setup();
    ask();
    say(0, { data: [frame('rows')] });
    ask();
    expect(runs).toHaveLength(2);
  });

  it('is asked by an id of its own, since Grafana cancels what goes by the panel’s', () => {
    const { runs, ask } = setup();
    ask({ requestId: 'SQR1' });
    expect(runs[0]?.requestId).not.toBe('SQR1');
  });

  it('is left alone when nobody is there any more', () => {
    const { runs, ask } = setup();
    ask().giveUp();
    jest.advanceTimersByTime(SECOND);
    expect(runs[0]?.isCancelled).toBe(true);
    ask();
    expect(runs).toHaveLength(2);
  });

  it.each<[string, Partial<DataQueryRequest<JobsQuery>>, JobsQuery[]]>([
    ['other queries', {}, [{ ...QUERY, search: 'disk' }]],
    ['another panel', { panelId: 8 }, [QUERY]],
    ['another time', { range: { ...request(0).range, raw: { from: 'now-6h', to: 'now' } } }, [QUERY]],
    ['other buckets', { intervalMs: 5000 }, [QUERY]],
    ['who wants no answer that is on its way', { skipQueryCache: true }, [QUERY]],
  ])('is asked another time for %s', (_, changes, applied) => {
    const { runs, ask } = setup();
    ask();
    ask(changes, applied);
    expect(runs).toHaveLength(2);
  });
});

describe('an answer that failed', () => {
  const OUT: DataQueryError = { refId: 'A', status: 504, message: 'The Agent Controller answers nothing.' };

  it.each<[string, Partial<DataQueryResponse>]>([
    ['a controller that hangs', failed(OUT)],
    ['a controller that is overloaded', failed({ ...OUT, status: 429 })],
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- 12.4 sets only `error` when a request fails as a whole
    ['a Grafana that is away', { state: LoadingState.Error, error: { message: 'Failed to fetch' } }],
  ])('of %s has the last good rows, and says as of when', (_, response) => {
    const { ask, say } = setup();
    ask();
    say(0, { data: [frame('rows')] });
    jest.advanceTimersByTime(10 * SECOND);
    const { seen } = ask();
    say(1, response);

    expect(names(seen[0])).toEqual(['rows']);
    expect(seen[0]?.state).toBe(LoadingState.Error);
    expect(seen[0]?.errors?.[0]?.message).toMatch(
      /\. What is shown is as of 12:03:10\.$|^Failed to fetch.* 12:03:10\.$/
    );
  });

  it.each<[string, DataQueryError]>([
    ['refused, since the token holds no longer', { ...OUT, status: 403 }],
    ['refused for what was asked', { ...OUT, status: 400 }],
    ['cancelled', { ...OUT, status: -1 }],
  ])('has none when it was %s', (_, error) => {
    const { ask, say } = setup();
    ask();
    say(0, { data: [frame('rows')] });
    const { seen } = ask();
    say(1, failed(error));
    expect(seen[0]).toMatchObject({ data: [], errors: [error] });
  });

  it('has none of another question', () => {
    const { ask, say } = setup();
    ask();
    say(0, { data: [frame('rows')] });
    const { seen } = ask({}, [{ ...QUERY, search: 'disk' }]);
    say(1, failed(OUT));
    expect(seen[0]).toMatchObject({ data: [], errors: [OUT] });
  });

  it('has those of the query that failed, beside what the others were answered', () => {
    const { ask, say } = setup();
    ask();
    say(0, { data: [frame('old A'), frame('old B', 'B')] });
    const { seen } = ask();
    say(1, { ...failed({ ...OUT, refId: 'B' }), data: [frame('new A')] });
    expect(names(seen[0])).toEqual(['new A', 'old B']);
  });

  it('keeps saying as of when while it goes on, and is forgotten with the next good one', () => {
    const { ask, say } = setup();
    ask();
    say(0, { data: [frame('rows')] });
    jest.advanceTimersByTime(60 * SECOND);
    ask();
    say(1, failed(OUT));
    const again = ask();
    say(2, failed(OUT));
    expect(again.seen[0]?.errors?.[0]?.message).toContain('12:03:10');
    const good = ask();
    say(3, { data: [frame('new')] });
    expect(good.seen[0]).toMatchObject({ state: LoadingState.Done, data: [{ name: 'new' }] });
  });
});
