import { createDataFrame, dateTime, FieldType, LoadingState, type DataQueryResponse } from '@grafana/data';
import { of, Subject, throwError, type Observable } from 'rxjs';
import { type LiveUpdate } from '../../liveQuery/liveUpdate';
import { type JobsQuery } from '../query/query';
import { liveAnswers, type LiveSource } from './liveAnswers';

type Request = Parameters<typeof liveAnswers>[0];
const LIVE: LiveUpdate = { type: 'state', state: 'live', continuity: '1' };
const AWAY: LiveUpdate = { type: 'state', state: 'away', continuity: '' };

const linesFrame = (...ids: number[]) =>
  createDataFrame({ name: 'logs', fields: [{ name: 'id', type: FieldType.number, values: ids }] });

function start(target: Partial<JobsQuery>, answer: () => Observable<DataQueryResponse>) {
  const updates = new Subject<LiveUpdate>();
  const asked: Request[] = [];
  const source: LiveSource = {
    ask: (request) => {
      asked.push(request);
      return answer();
    },
    follow: () => updates,
  };
  const request = {
    targets: [{ refId: 'A', version: 2, queryType: 'logs', ...target }],
    range: { from: dateTime(0), to: dateTime(1000), raw: { from: 'now-1h', to: 'now' } },
    timezone: 'utc',
    liveStreaming: true,
  } as unknown as Request;
  const answers: DataQueryResponse[] = [];
  const subscription = liveAnswers(request, source).subscribe((one) => answers.push(one));
  return { updates, asked, answers, subscription };
}

const ids = (answer: DataQueryResponse | undefined) => [...(answer?.data[0].fields[0].values ?? [])] as unknown[];

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

describe('the live tail of log lines', () => {
  it('begins with the newest lines, oldest of them first, and goes on with what comes', () => {
    const { updates, asked, answers } = start({}, () => of({ data: [linesFrame(3, 2, 1)] }));
    expect(asked[0]?.targets[0]).toMatchObject({ direction: 'backward', limit: 100 });
    expect(asked[0]?.liveStreaming).toBe(false);
    expect(asked[0]?.range.to.valueOf()).toBe(Date.now());
    updates.next({ type: 'rows', frame: linesFrame(4, 5) });
    expect(answers.map(ids)).toEqual([
      [1, 2, 3],
      [1, 2, 3, 4, 5],
    ]);
    expect(answers.at(-1)).toMatchObject({ key: 'A', state: LoadingState.Streaming });
  });

  it('asks again when it learns that lines may be missing, and not when it hears the same', () => {
    const { updates, asked, answers } = start({}, () => of({ data: [linesFrame(9, 8)] }));
    updates.next(LIVE);
    expect(asked).toHaveLength(2);
    updates.next({ type: 'rows', frame: linesFrame(10) });
    updates.next(LIVE);
    expect(asked).toHaveLength(2);
    updates.next({ ...LIVE, continuity: '2' });
    expect(asked).toHaveLength(3);
    expect(ids(answers.at(-1))).toEqual([8, 9, 10]);
  });

  it('asks now and then while nothing can be followed', () => {
    const { updates, asked } = start({}, () => of({ data: [linesFrame(1)] }));
    updates.next(AWAY);
    jest.advanceTimersByTime(4000);
    expect(asked).toHaveLength(3);
    updates.next(LIVE);
    jest.advanceTimersByTime(10_000);
    expect(asked).toHaveLength(4);
  });

  it('passes an error of the query on', () => {
    const { answers } = start({}, () => of({ data: [], state: LoadingState.Error, errors: [{ message: 'refused' }] }));
    expect(answers[0]).toMatchObject({ key: 'A', state: LoadingState.Error, errors: [{ message: 'refused' }] });
  });

  it('ends with who looks at it', () => {
    const { updates, asked, subscription } = start({}, () => of({ data: [linesFrame(1)] }));
    updates.next(AWAY);
    subscription.unsubscribe();
    jest.advanceTimersByTime(10_000);
    expect(asked).toHaveLength(1);
    expect(updates.observed).toBe(false);
  });
});

describe('other queries that are followed', () => {
  it('show each job once, as it is now', () => {
    const frame = (guid: string, state: string) =>
      createDataFrame({
        fields: [
          { name: 'guid', values: [guid] },
          { name: 'state', values: [state] },
        ],
      });
    const { updates, answers } = start({ queryType: 'jobs' }, () => of({ data: [frame('a', 'SCHEDULED')] }));
    updates.next({ type: 'rows', frame: frame('b', 'RUNNING') });
    updates.next({ type: 'rows', frame: frame('a', 'OK') });
    expect(answers.at(-1)?.data[0].fields[1].values).toEqual(['OK', 'RUNNING']);
  });

  it('count again when jobs have changed, once a second at most', () => {
    const { updates, asked, answers } = start({ queryType: 'jobCounts' }, () => of({ data: [linesFrame(1)] }));
    expect(asked).toHaveLength(1);
    updates.next(LIVE);
    for (let change = 0; change < 50; change++) {
      updates.next({ type: 'rows', frame: linesFrame(change) });
    }
    jest.advanceTimersByTime(1000);
    expect(asked).toHaveLength(2);
    jest.advanceTimersByTime(5000);
    expect(asked).toHaveLength(2);
    expect(answers.at(-1)).toMatchObject({ key: 'A', state: LoadingState.Streaming });
    updates.next(AWAY);
    jest.advanceTimersByTime(2000);
    expect(asked).toHaveLength(4);
  });

  it('that nothing can follow are asked once', () => {
    const { answers, updates } = start({ queryType: 'nodes' }, () => of({ data: [linesFrame(1)] }));
    expect(answers).toHaveLength(1);
    expect(updates.observed).toBe(false);
  });

  it('leave out those that are hidden', () => {
    const { answers } = start({ hide: true }, () => throwError(() => new Error('asked')));
    expect(answers).toEqual([]);
  });
});
