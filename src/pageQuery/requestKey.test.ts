import { dateTime, type DataQueryRequest } from '@grafana/data';
import { requestKey } from './requestKey';

function run(changes: { requestId?: string; startTime?: number; from?: number; to?: number } = {}): DataQueryRequest {
  const { requestId = 'Q1', startTime = 5, from = 1000, to = 2000 } = changes;
  return {
    requestId,
    startTime,
    range: { from: dateTime(from), to: dateTime(to), raw: { from: 'now-1h', to: 'now' } },
  } as DataQueryRequest;
}

describe('requestKey', () => {
  it('is empty before the panel has asked', () => {
    expect(requestKey(undefined)).toBe('');
  });

  it('is the same for the same run', () => {
    expect(requestKey(run())).toBe(requestKey(run()));
  });

  it.each([
    ['another request', { requestId: 'Q2' }],
    ['a refresh that only the clock tells apart', { startTime: 6 }],
    ['another begin of the time range', { from: 1001 }],
    ['another end of the time range', { to: 2001 }],
  ])('differs for %s', (_, changes) => {
    expect(requestKey(run(changes))).not.toBe(requestKey(run()));
  });

  it('does not confuse two times that read the same in a row', () => {
    expect(requestKey(run({ startTime: 1, from: 11 }))).not.toBe(requestKey(run({ startTime: 11, from: 1 })));
  });
});
