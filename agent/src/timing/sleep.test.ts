import { atMost, sleep } from './sleep';

const LONG_MS = 60_000;

describe('a sleep', () => {
  it('ends by itself', async () => {
    await expect(sleep(1)).resolves.toBeUndefined();
    await expect(sleep(1, new AbortController().signal)).resolves.toBeUndefined();
  });

  it('ends at once when its signal is aborted, before it or during it', async () => {
    await expect(sleep(LONG_MS, AbortSignal.abort())).resolves.toBeUndefined();
    const stop = new AbortController();
    const sleeping = sleep(LONG_MS, stop.signal);
    stop.abort();
    await expect(sleeping).resolves.toBeUndefined();
  });
});

describe('what may take so long at most', () => {
  it('is waited for while it comes in time, without its value', async () => {
    await expect(atMost(LONG_MS, Promise.resolve('value'))).resolves.toBeUndefined();
  });

  it('is given up after that', async () => {
    await expect(atMost(1, new Promise(() => undefined))).resolves.toBeUndefined();
  });

  it('fails when it fails', async () => {
    await expect(atMost(LONG_MS, Promise.reject(new Error('a fault')))).rejects.toThrow('a fault');
  });
});
