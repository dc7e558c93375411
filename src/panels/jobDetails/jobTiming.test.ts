import { jobTiming } from './jobTiming';

describe('jobTiming', () => {
  const times = { timeCreate: 1000, timeStart: null, timeStop: null, waitMs: null, runMs: null, timeoutSeconds: 10 };

  it('counts the wait of a job that has not started up to now', () => {
    expect(jobTiming(times, 4000)).toMatchObject({ waitMs: 3000, runMs: null, isWaiting: true, usedOfTimeout: null });
  });

  it('counts the run of a job that has not ended up to now, against its timeout', () => {
    expect(jobTiming({ ...times, timeStart: 2000, waitMs: 1000 }, 7000)).toMatchObject({
      waitMs: 1000,
      runMs: 5000,
      isRunning: true,
      usedOfTimeout: 0.5,
    });
  });

  it('never counts backwards when clocks differ', () => {
    expect(jobTiming(times, 500).waitMs).toBe(0);
  });
});
