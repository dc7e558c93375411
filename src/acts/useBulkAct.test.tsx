import { act, renderHook } from '@testing-library/react';
import { fakeGrafanaServer, type SentRequest } from '../testing/grafanaWire';
import { useBulkAct } from './useBulkAct';

const ROOT = '/api/datasources/uid/jobs-1/resources/acts/';
const RUNNING = { guid: 'b1', state: 'RUNNING', total: 3, done: 1, outcomes: [] };

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

/** An act that runs. `onAsked` says what its progress is. */
async function started(onAsked: (asked: number) => { status?: number; data: unknown }) {
  let asked = 0;
  fakeGrafanaServer(({ url }: SentRequest) => {
    switch (url.replace(ROOT, '')) {
      case 'bulk':
        return { data: { ...RUNNING, state: 'PREPARED', done: 0 } };
      case 'bulk/b1':
        asked += 1;
        return onAsked(asked);
      default:
        return { data: RUNNING };
    }
  });
  const hook = renderHook(() => useBulkAct('jobs-1', '{}'));
  await act(() => jest.advanceTimersByTimeAsync(0));
  await act(() => hook.result.current.start('', 'key'));
  return { ...hook, asked: () => asked };
}

it('is asked for no more once nobody looks, also when an answer was on its way', async () => {
  const { unmount, asked } = await started(() => {
    unmount();
    return { data: RUNNING };
  });
  await jest.advanceTimersByTimeAsync(10_000);
  expect(asked()).toBe(1);
});

it('is asked for until it has ended, over answers that fail', async () => {
  const { result, asked } = await started((count) =>
    count === 1
      ? { status: 503, data: { detail: 'Busy.' } }
      : { data: { ...RUNNING, state: count === 2 ? 'RUNNING' : 'DONE', done: count } }
  );
  await act(() => jest.advanceTimersByTimeAsync(600));
  expect(result.current.fault).toBe('Busy.');
  await act(() => jest.advanceTimersByTimeAsync(10_000));
  expect(result.current).toMatchObject({ fault: '', act: { state: 'DONE', done: 3 } });
  expect(asked()).toBe(3);
});
